"""Whether the data types in a tree can fit: found when a rule is saved, not when it fails to fire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.expression.dates import as_date
from rules.expression.functions.function import ANY
from rules.expression.functions.registry import FUNCTIONS
from rules.expression.json_types import Json
from rules.expression.numbers import as_number
from rules.expression.operators.operator import BOOLEAN, DATE, KINDS, LIST, NUMBER, TEXT
from rules.expression.operators.registry import OPERATORS
from rules.expression.problem import Problem
from rules.expression.tree import Call, Constant, Fact, Formula, Group, Leaf, children

FactKinds = Mapping[str, str]
"""Known facts with their data type: text, number, date, boolean or list. Facts that are not in it may be anything."""


def mismatches(node: Formula, facts: FactKinds) -> Iterator[Problem]:
    """Every comparison and argument whose possible types exclude what is asked of them; what has to be looked up is `past_misplaced`."""
    if isinstance(node, Leaf):
        yield from _leaf_mismatches(node, facts)
    elif isinstance(node, Call):
        yield from _call_mismatches(node, facts)
    for child in children(node):
        yield from mismatches(child, facts)


def possible_kinds(node: Formula, facts: FactKinds) -> frozenset[str]:
    """The data types that the node's value can have."""
    if isinstance(node, Constant):
        return _constant_kinds(node.value)
    if isinstance(node, Fact):
        known = facts.get(node.name)
        return frozenset((known,)) if known in KINDS else KINDS
    if isinstance(node, Group | Leaf):
        return frozenset((BOOLEAN,))
    given = FUNCTIONS[node.function].gives
    return KINDS if given == ANY else frozenset((given,))


def _constant_kinds(value: Json) -> frozenset[str]:
    if value is None:
        return KINDS
    if isinstance(value, bool):
        return frozenset((BOOLEAN,))
    if isinstance(value, list):
        return frozenset((LIST,))
    written = {NUMBER: as_number(value), DATE: as_date(value)}
    return frozenset((TEXT, *(kind for kind, read in written.items() if read is not None)))


def _leaf_mismatches(leaf: Leaf, facts: FactKinds) -> Iterator[Problem]:
    operator = OPERATORS[leaf.operator]
    if operator.looked_up:
        yield Problem("past_misplaced", leaf.place)
    if not possible_kinds(leaf.left, facts) & operator.kinds:
        yield _mismatch(f"{leaf.place}/left", leaf.operator, leaf.left, facts)
    right, operand = leaf.right, operator.right
    if right is None or operand is None or isinstance(right, Constant):
        return
    if not possible_kinds(right, facts) & operand.kinds:
        yield _mismatch(f"{leaf.place}/right", leaf.operator, right, facts)


def _call_mismatches(call: Call, facts: FactKinds) -> Iterator[Problem]:
    takes = FUNCTIONS[call.function].takes
    for index, argument in enumerate(call.arguments):
        wanted = takes[min(index, len(takes) - 1)]
        if wanted != ANY and wanted not in possible_kinds(argument, facts):
            yield _mismatch(f"{call.place}/args/{index}", call.function, argument, facts)


def _mismatch(place: str, name: str, node: Formula, facts: FactKinds) -> Problem:
    found = " or ".join(sorted(possible_kinds(node, facts)))
    return Problem("type_mismatch", place, {"name": name, "found": found})
