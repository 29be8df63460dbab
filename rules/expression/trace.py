"""The slow evaluator: it looks at every leaf, also where the answer is already known, and tells what it saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rules.expression.evaluate import formula_reading
from rules.expression.json_types import Json, Value
from rules.expression.operators.registry import OPERATORS
from rules.expression.scope import Scope
from rules.expression.tree import Condition, Constant, Fact, Formula, Group, Leaf
from rules.expression.values import clone, to_json

NO_VALUE = "no_value"
WRONG_TYPE = "wrong_type"


@dataclass(frozen=True)
class GroupTrace:
    """What a group came to, with all its items."""

    kind: str
    truth: bool
    items: tuple[ConditionTrace, ...]
    place: str

    def as_json(self) -> dict[str, Json]:
        """Plain data."""
        items: list[Json] = [item.as_json() for item in self.items]
        return {"kind": self.kind, "truth": self.truth, "place": self.place, "items": items}


@dataclass(frozen=True)
class LeafTrace:
    """What a comparison saw. `note` says why an answer is no beyond the comparison: `no_value` or `wrong_type`."""

    truth: bool
    operator: str
    fact: str | None
    left: Json
    right: Json
    note: str | None
    place: str

    def as_json(self) -> dict[str, Json]:
        """Plain data."""
        seen: dict[str, Json] = {"fact": self.fact, "left": clone(self.left), "right": clone(self.right)}
        return {"truth": self.truth, "operator": self.operator, **seen, "note": self.note, "place": self.place}


ConditionTrace = GroupTrace | LeafTrace


def trace_condition(node: Condition, scope: Scope) -> ConditionTrace:
    """Evaluate the condition as the compiled one does, and keep what every leaf saw."""
    if isinstance(node, Leaf):
        return _trace_leaf(node, scope)
    items = tuple(trace_condition(item, scope) for item in node.items)
    return GroupTrace(node.kind, _group_truth(node, items), items, node.place)


def _group_truth(node: Group, items: tuple[ConditionTrace, ...]) -> bool:
    truths = [item.truth for item in items]
    if node.kind == "all":
        return all(truths)
    return any(truths) if node.kind == "any" else not any(truths)


def _trace_leaf(leaf: Leaf, scope: Scope) -> LeafTrace:
    operator = OPERATORS[leaf.operator]
    left = _value(leaf.left, scope)
    right = None if leaf.right is None else _value(leaf.right, scope)
    read_left = operator.left(left)
    read_right = operator.right.read(right) if operator.right else None
    comparable = read_left is not None and (operator.right is None or read_right is not None)
    against = read_right if operator.right else _fact_name(leaf.left)
    truth = comparable and operator.test(read_left, against, scope)
    note = _note(left, read_left) or (_note(right, read_right) if operator.right else None)
    return LeafTrace(truth, leaf.operator, _fact_name(leaf.left), to_json(left), to_json(right), note, leaf.place)


def _value(node: Formula, scope: Scope) -> Value:
    return node.value if isinstance(node, Constant) else formula_reading(node)(scope)


def _fact_name(node: Formula) -> str | None:
    return node.name if isinstance(node, Fact) else None


def _note(value: Value, read: Any) -> str | None:
    if value is None:
        return NO_VALUE
    return WRONG_TYPE if read is None else None
