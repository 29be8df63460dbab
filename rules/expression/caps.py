"""The limits that keep one document, one evaluation and one text small, whoever wrote them.

Every walk here is iterative: a document of a hundred thousand brackets must end as a problem, not as a RecursionError.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from rules.expression.json_types import Json
from rules.expression.problem import Problem, Refused

DOCUMENT_BYTES = 256 * 1024
DOCUMENT_DEPTH = 64
TREE_DEPTH = 32
TREE_NODES = 1_000
TEXT_BYTES = 64 * 1024
LOOP_ITEMS = 10_000
LOOP_NODES = 10 * LOOP_ITEMS
"""Tags and blocks that one rendering may pass: a loop over tags that all give nothing costs time and no text."""
EACH_ITEMS = 1_000
"""Items of one list for which the settings of a step may have an element each."""
BLOCK_DEPTH = 16
STEPS = 50
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
BUDGET = 1_000_000
"""Units that one rule may spend on one event: an item of a list, a character under a pattern; about 0.3 s at worst."""


def check_document(document: Json) -> None:
    """Refuse what is too deep, too large, or not plain JSON that both databases can store."""
    problems = list(_structural_problems(document))
    if not problems and _size(document) > DOCUMENT_BYTES:
        problems = [Problem("document_too_large", "", {"limit": str(DOCUMENT_BYTES)})]
    if problems:
        raise Refused(tuple(problems))


def _structural_problems(document: Json) -> Iterator[Problem]:
    pending: list[tuple[Json, int]] = [(document, 0)]
    seen = 0
    while pending:
        value, depth = pending.pop()
        seen += 1
        if depth > DOCUMENT_DEPTH:
            yield Problem("document_too_deep", "", {"limit": str(DOCUMENT_DEPTH)})
            return
        if seen > DOCUMENT_BYTES:
            yield Problem("document_too_large", "", {"limit": str(DOCUMENT_BYTES)})
            return
        yield from _scalar_problems(value)
        pending.extend((child, depth + 1) for child in _children(value))


def _children(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _scalar_problems(value: Json) -> Iterator[Problem]:
    if isinstance(value, float):
        yield Problem("float_in_document", "", {"value": repr(value)})
    elif isinstance(value, str) and not is_storable(value):
        yield Problem("character_not_allowed")
    elif not isinstance(value, str | int | list | dict | None):
        yield Problem("not_plain_data", "", {"type": type(value).__name__})


def is_storable(text: str) -> bool:
    """Whether PostgreSQL and UTF-8 can hold the text: no NUL, no half of a surrogate pair."""
    return _NOT_STORABLE.search(text) is None


def _size(document: Json) -> int:
    return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
