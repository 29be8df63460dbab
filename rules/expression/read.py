"""From JSON to the typed tree. Every problem is collected, so that an editor can show them all at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from rules.expression.caps import TREE_DEPTH, TREE_NODES
from rules.expression.functions.registry import FUNCTIONS
from rules.expression.json_types import Json
from rules.expression.operators.operator import Operator
from rules.expression.operators.registry import OPERATORS
from rules.expression.paths import parse_path
from rules.expression.problem import Problem, Refused
from rules.expression.tree import ALWAYS, Call, Condition, Constant, Fact, Formula, Group, GroupKind, Leaf

GROUPS: tuple[GroupKind, ...] = ("all", "any", "none")
_NOTHING = Constant(None)
_Node = TypeVar("_Node")


def read_condition(raw: Json, place: str = "") -> Condition:
    """The condition that the JSON describes.

    Raises:
        Refused: with every problem found; places are JSON pointers that begin with `place`.
    """
    return _refusing(lambda reader: reader.condition(raw, place, 1))


def read_formula(raw: Json, place: str = "") -> Formula:
    """The formula that the JSON describes; a condition is a formula too, whose value is true or false.

    Raises:
        Refused: as for `read_condition`.
    """
    return _refusing(lambda reader: reader.formula(raw, place, 1))


def _refusing(read: Callable[[Reader], _Node]) -> _Node:
    reader = Reader()
    node = read(reader)
    if reader.problems:
        raise Refused(tuple(reader.problems))
    return node


def is_condition(raw: Json) -> bool:
    """Whether the JSON has the outer shape of a condition."""
    return isinstance(raw, dict) and ("left" in raw or any(kind in raw for kind in GROUPS))


class Reader:
    """Reads one tree; where something is wrong it notes a problem, puts a harmless node there and goes on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._nodes = 0

    def condition(self, raw: Json, place: str, depth: int) -> Condition:
        """A group or a leaf."""
        if not self._may_go_on(place, depth):
            return ALWAYS
        if not isinstance(raw, dict) or not is_condition(raw):
            self._note("not_a_condition", place)
            return ALWAYS
        return self._leaf(raw, place, depth) if "left" in raw else self._group(raw, place, depth)

    def formula(self, raw: Json, place: str, depth: int) -> Formula:
        """A constant, a fact, a call or a condition."""
        if is_condition(raw):
            return self.condition(raw, place, depth)
        if not self._may_go_on(place, depth):
            return _NOTHING
        if not isinstance(raw, dict):
            self._note("not_a_formula", place)
            return _NOTHING
        return self._simple(raw, place, depth)

    def _simple(self, raw: dict[str, Json], place: str, depth: int) -> Formula:
        if raw.keys() == {"value"}:
            return self._constant(raw["value"], place)
        if raw.keys() == {"fact"}:
            return self._fact(raw["fact"], place)
        if raw.keys() <= {"call", "args"} and "call" in raw:
            return self._call(raw, place, depth)
        self._note("not_a_formula", place)
        return _NOTHING

    def _constant(self, value: Json, place: str) -> Formula:
        items = value if isinstance(value, list) else [value]
        self._nodes += len(items) - 1
        if any(isinstance(item, float | list | dict) for item in items):
            self._note("value_not_allowed", f"{place}/value")
        return Constant(value, place)

    def _fact(self, name: Json, place: str) -> Formula:
        path = parse_path(name)
        if path is None:
            self._note("not_a_path", f"{place}/fact", path=str(name)[:80])
            return _NOTHING
        return Fact(path, place)

    def _call(self, raw: dict[str, Json], place: str, depth: int) -> Formula:
        name, arguments = raw["call"], raw.get("args", [])
        function = FUNCTIONS.get(name) if isinstance(name, str) else None
        if function is None:
            self._note("unknown_function", f"{place}/call", function=str(name)[:80])
            return _NOTHING
        if not isinstance(arguments, list) or not function.least <= len(arguments) <= function.most:
            least, most = str(function.least), str(function.most)
            self._note("wrong_number_of_arguments", f"{place}/args", function=function.name, least=least, most=most)
            return _NOTHING
        read = (self.formula(raw, f"{place}/args/{index}", depth + 1) for index, raw in enumerate(arguments))
        return Call(function.name, tuple(read), place)

    def _group(self, raw: dict[str, Json], place: str, depth: int) -> Condition:
        kind = next(kind for kind in GROUPS if kind in raw)
        items = raw[kind]
        if len(raw) != 1 or not isinstance(items, list):
            self._note("not_a_condition", place)
            return ALWAYS
        read = (self.condition(item, f"{place}/{kind}/{index}", depth + 1) for index, item in enumerate(items))
        return Group(kind, tuple(read), place)

    def _leaf(self, raw: dict[str, Json], place: str, depth: int) -> Condition:
        name = raw.get("operator")
        operator = OPERATORS.get(name) if isinstance(name, str) else None
        if operator is None:
            self._note("unknown_operator", f"{place}/operator", operator=str(name)[:80])
            return ALWAYS
        if not raw.keys() <= {"left", "operator", "right"}:
            self._note("not_a_condition", place)
        left = self.formula(raw["left"], f"{place}/left", depth + 1)
        return Leaf(left, operator.name, self._right(raw, operator, place, depth), place)

    def _right(self, raw: dict[str, Json], operator: Operator, place: str, depth: int) -> Formula | None:
        if operator.right is None:
            if raw.get("right") is not None:
                self._note("right_not_expected", f"{place}/right", operator=operator.name)
            return None
        if "right" not in raw:
            self._note("right_missing", place, operator=operator.name)
            return _NOTHING
        right = self.formula(raw["right"], f"{place}/right", depth + 1)
        self._check_right(right, operator, f"{place}/right")
        return right

    def _check_right(self, right: Formula, operator: Operator, place: str) -> None:
        operand = operator.right
        if operand is None or right is _NOTHING:
            return
        if isinstance(right, Constant):
            if operand.read(right.value) is None:
                self._note(f"not_a_{operand.name}", place, operator=operator.name, value=str(right.value)[:80])
        elif operand.constant_only:
            self._note("must_be_constant", place, operator=operator.name)

    def _may_go_on(self, place: str, depth: int) -> bool:
        self._nodes += 1
        if depth > TREE_DEPTH:
            self._note("tree_too_deep", place, limit=str(TREE_DEPTH))
        elif self._nodes > TREE_NODES and not any(problem.code == "tree_too_large" for problem in self.problems):
            self._note("tree_too_large", place, limit=str(TREE_NODES))
        return depth <= TREE_DEPTH and self._nodes <= TREE_NODES

    def _note(self, code: str, place: str, **parameters: str) -> None:
        self.problems.append(Problem(code, place, parameters))
