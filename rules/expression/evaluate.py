"""Trees become closures once; evaluating them is then only calls. No text of a rule ever becomes Python source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from rules.expression.functions.registry import FUNCTIONS
from rules.expression.json_types import Facts, Json, Value
from rules.expression.operators.operator import Operand, Operator
from rules.expression.operators.registry import OPERATORS
from rules.expression.paths import getter
from rules.expression.read import read_condition, read_formula
from rules.expression.scope import Scope
from rules.expression.tree import Call, Condition, Constant, Fact, Formula, Group, Leaf
from rules.expression.values import to_json

Test: TypeAlias = Callable[[Scope], bool]
Reading: TypeAlias = Callable[[Scope], Value]


def compile_condition(tree: Json) -> Callable[[Facts], bool]:
    """A function from facts to the condition's truth.

    Raises:
        Refused: when the tree is wrong; later, from the function, only when caps are hit (see `scope`).
    """
    test = condition_test(read_condition(tree))
    return lambda facts: test(Scope(facts))


def compile_formula(tree: Json) -> Callable[[Facts], Json]:
    """A function from facts to the formula's value as JSON: numbers and dates as text, None where there is no value.

    Raises:
        Refused: as for `compile_condition`.
    """
    reading = formula_reading(read_formula(tree))
    return lambda facts: to_json(reading(Scope(facts)))


def condition_test(node: Condition) -> Test:
    """The closure of a condition that was read."""
    if isinstance(node, Leaf):
        return _leaf(node)
    tests = tuple(condition_test(item) for item in node.items)
    return _GROUPS[node.kind](tests)


def formula_reading(node: Formula) -> Reading:
    """The closure of a formula that was read."""
    if isinstance(node, Group | Leaf):
        return condition_test(node)
    if isinstance(node, Constant):
        value = node.value
        return lambda _: value
    return _fact(node) if isinstance(node, Fact) else _call(node)


def _fact(node: Fact) -> Reading:
    read = getter(node.path)
    return lambda scope: read(scope.facts)


def _call(node: Call) -> Reading:
    apply = FUNCTIONS[node.function].apply
    arguments = tuple(formula_reading(argument) for argument in node.arguments)
    return lambda scope: apply([argument(scope) for argument in arguments], scope)


def _all(tests: tuple[Test, ...]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def test(scope: Scope) -> bool:
        for one in tests:  # noqa: SIM110 - all() over a generator costs twice as much, and this is the hot loop
            if not one(scope):
                return False
        return True

    return test


def _any(tests: tuple[Test, ...]) -> Test:
    return lambda scope: any(one(scope) for one in tests)


def _none(tests: tuple[Test, ...]) -> Test:
    return lambda scope: not any(one(scope) for one in tests)


_GROUPS: dict[str, Callable[[tuple[Test, ...]], Test]] = {"all": _all, "any": _any, "none": _none}


def _leaf(node: Leaf) -> Test:
    operator, left = OPERATORS[node.operator], _left(node)
    if node.right is None or operator.right is None:
        return _against(operator, left, node.left.name if isinstance(node.left, Fact) else None)
    if isinstance(node.right, Constant):
        return _against(operator, left, operator.right.read(node.right.value))
    return _against_computed(operator, left, operator.right, formula_reading(node.right))


def _left(node: Leaf) -> Callable[[Scope], Any]:
    """The left side as the operator wants it; for a fact, remembered for all rules that look at the same event."""
    read, reading = OPERATORS[node.operator].left, formula_reading(node.left)
    if not isinstance(node.left, Fact):
        return lambda scope: read(reading(scope))
    name = f"{read.__name__} {node.left.name}"

    def remembered(scope: Scope) -> Any:
        seen = scope.seen
        if name not in seen:
            seen[name] = read(reading(scope))
        return seen[name]

    return remembered


def _against(operator: Operator, left: Callable[[Scope], Any], right: Any) -> Test:
    compare = operator.test

    def test(scope: Scope) -> bool:
        value = left(scope)
        return value is not None and compare(value, right, scope)

    return test


def _against_computed(operator: Operator, left: Callable[[Scope], Any], operand: Operand, right: Reading) -> Test:
    read_right, compare = operand.read, operator.test

    def test(scope: Scope) -> bool:
        value, other = left(scope), read_right(right(scope))
        return value is not None and other is not None and compare(value, other, scope)

    return test
