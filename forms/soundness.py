"""The first look at a definition that is already parsed JSON: size, depth, characters. Without recursion."""

from __future__ import annotations

import json
from collections.abc import Iterator

from forms.characters import LINE_BREAK, refused_character
from rules.expression.json_types import Json
from rules.expression.problem import Problem

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
# Under these keys a text may have several lines; a title or label may stand in a mail header.
_MANY_LINES = frozenset({"intro", "help", "text"})


def document_problems(document: Json) -> list[Problem]:
    """What would make every later step dear or dangerous; at most one problem, the first."""
    problem = next(_unsound(document), None)
    if problem is None and len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()) > MAX_BYTES:
        problem = Problem("definition_too_large", "", {"maximum": str(MAX_BYTES)})
    return [problem] if problem else []


def _unsound(document: Json) -> Iterator[Problem]:
    pending: list[tuple[Json, int, bool]] = [(document, 1, False)]
    seen = 0
    while pending:
        value, depth, many_lines = pending.pop()
        seen += 1
        if isinstance(value, dict | list) and depth > MAX_DEPTH:
            yield Problem("definition_too_deep", "", {"maximum": str(MAX_DEPTH)})
        if seen > MAX_BYTES:
            yield Problem("definition_too_large", "", {"maximum": str(MAX_BYTES)})
        yield from _scalar_problems(value, many_lines)
        pending.extend((child, depth + 1, lines) for child, lines in _children(value, many_lines))


def _children(value: Json, many_lines: bool) -> Iterator[tuple[Json, bool]]:
    if isinstance(value, list):
        yield from ((child, many_lines) for child in value)
    elif isinstance(value, dict):
        for key, child in value.items():
            yield f"key:{key}", False
            yield child, many_lines or key in _MANY_LINES


def _scalar_problems(value: Json, many_lines: bool) -> Iterator[Problem]:
    if isinstance(value, float):
        yield Problem("definition_float", "", {"value": repr(value)})
    if not isinstance(value, str):
        return
    character = refused_character(value)
    if character:
        yield Problem("definition_character", "", {"character": character})
    if not many_lines and LINE_BREAK.search(value):
        yield Problem("definition_line_break", "", {"text": value[:40]})
