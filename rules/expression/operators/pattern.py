"""Patterns that users write, on RE2 alone: linear time, no back-references, no look-around, counts up to 1,000."""

from __future__ import annotations

from typing import Any

import re2

from rules.expression.json_types import Value
from rules.expression.scope import Scope

PATTERN_LENGTH = 500
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False  # a wrong pattern is a problem shown to its writer, not a line on standard error
_OPTIONS.max_mem = 1 << 20


def compile_pattern(pattern: Value) -> Any:
    """A compiled pattern, or None for what RE2 refuses or what is longer than 500 characters."""
    if not isinstance(pattern, str) or len(pattern) > PATTERN_LENGTH:
        return None
    try:
        return re2.compile(pattern, _OPTIONS)
    except (re2.error, UnicodeEncodeError):
        return None


def matches(text: str, pattern: Any, scope: Scope) -> bool:
    """Whether the pattern describes the whole text, as the `pattern` of an HTML field does."""
    scope.charge(len(text))
    return pattern.fullmatch(text.encode("utf-8", "replace").decode()) is not None
