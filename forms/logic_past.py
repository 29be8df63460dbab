"""Conditions that look at earlier submissions. They may stop a form or demand an answer, nothing that a page would tell of unasked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from forms.fields.base import Field
from forms.logic_document import Entry
from rules.expression.operators.registry import OPERATORS
from rules.expression.problem import Problem
from rules.expression.tree import Fact, Formula, Leaf, children

MISPLACED = "past_misplaced"
TYPES = frozenset(("text", "email", "phone", "url", "iban"))
#: Types whose answers are the same in capitals.
_CASELESS = frozenset(("text", "email"))
_STEPS = frozenset(("stop", "require"))


def questions_in(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The ids of the questions whose earlier answers are asked for, in checked entries."""
    leaves = (leaf for entry in entries for leaf in _past_leaves(entry.when))
    return tuple(dict.fromkeys(leaf.left.path[1] for leaf in leaves if isinstance(leaf.left, Fact)))


def past_problems(entry: Entry, fields: Mapping[str, Field]) -> Iterator[Problem]:
    """Every look at earlier submissions that is not allowed in this entry.

    Not under `none` nor in a formula either: where nothing is known neither operator holds, and a denial of that would.
    """
    may = all(step.do in _STEPS for step in entry.steps)
    allowed = {leaf.place for leaf in _open_leaves(entry.when) if may and _is_asked(leaf, fields)}
    yield from (Problem(MISPLACED, leaf.place) for leaf in _past_leaves(entry.when) if leaf.place not in allowed)


def comparable(field: Field, answer: object) -> str | None:
    """The answer as it is compared with earlier ones; None where there is nothing to compare."""
    if not isinstance(answer, str) or not answer.strip():
        return None
    return answer.strip().casefold() if field.type in _CASELESS else answer.strip()


def _past_leaves(node: Formula) -> Iterator[Leaf]:
    if isinstance(node, Leaf) and OPERATORS[node.operator].looked_up:
        yield node
    for child in children(node):
        yield from _past_leaves(child)


def _open_leaves(node: Formula) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    elif getattr(node, "kind", "") in ("all", "any"):
        for child in children(node):
            yield from _open_leaves(child)


def _is_asked(leaf: Leaf, fields: Mapping[str, Field]) -> bool:
    path = leaf.left.path if isinstance(leaf.left, Fact) else ()
    return len(path) == 2 and path[0] == "answers" and path[1] in fields and fields[path[1]].type in TYPES
