"""Paths such as `answers.pages`: keys of plain objects and indexes of plain lists, never attributes."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.expression.json_types import Facts, Json

Path: TypeAlias = tuple[str, ...]
STEPS = "steps"
"""The root under which the results of earlier steps appear once they are done."""

ITEM = "item"
"""The name of the element at hand, in a block `each` of a text and in settings that repeat over a list."""

_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,80}(?:\.[A-Za-z0-9_-]{1,80}){0,15}")


class Missing(Enum):
    """Told apart from null: an unanswered question is null, an unknown name is missing."""

    MISSING = "missing"


_MISSING = Missing.MISSING


def parse_path(text: Json) -> Path | None:
    """At most 16 names of letters, digits, `_` and `-`, joined by points; None for anything else."""
    return tuple(text.split(".")) if isinstance(text, str) and _SHAPE.fullmatch(text) else None


def names_steps(path: Path) -> bool:
    """Whether only the results of earlier steps can decide this path."""
    return path[0] == STEPS


def lookup(root: Facts, path: Path) -> Json | Missing:
    """The value at the path, or that the name is unknown."""
    found: Json | Missing = root.get(path[0], _MISSING)
    for name in path[1:]:
        found = found.get(name, _MISSING) if type(found) is dict else _child(found, name)
    return found


def getter(path: Path) -> Callable[[Facts], Json]:
    """A function that reads the path; what is missing is None. Short paths, nearly all of them, take a short way."""
    if len(path) != 2:
        return lambda facts: _or_none(lookup(facts, path))
    first, second = path

    def read(facts: Facts) -> Json:
        parent = facts.get(first)
        return parent.get(second) if type(parent) is dict else _or_none(_child(parent, second))

    return read


def _or_none(found: Json | Missing) -> Json:
    return None if isinstance(found, Missing) else found


def _child(parent: Json | Missing, name: str) -> Json | Missing:
    if isinstance(parent, dict):
        return parent.get(name, _MISSING)
    if isinstance(parent, list) and name.isdigit() and int(name) < len(parent):
        return parent[int(name)]
    return _MISSING
