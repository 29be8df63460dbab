"""Operators on numbers and amounts, compared as exact decimals: "3", "3.0" and 3 are equal."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from rules.expression.json_types import Value
from rules.expression.numbers import CONTEXT, as_number
from rules.expression.operators.operator import LIST, NUMBER, Operand, Operator
from rules.expression.scope import Scope

_NUMBER = frozenset((NUMBER,))
_ONE = Operand("number", as_number, _NUMBER)


def _is_multiple(left: Decimal, right: Decimal, _: Scope) -> bool:
    return right != 0 and CONTEXT.remainder(left, right) == 0


class _Tolerance(NamedTuple):
    """A number and how many percent of it something may differ."""

    number: Decimal
    percent: Decimal


def _as_tolerance(value: Value) -> _Tolerance | None:
    numbers = [as_number(one) for one in value] if isinstance(value, list) and len(value) == 2 else []
    found = [number for number in numbers if number is not None]
    return _Tolerance(*found) if len(found) == 2 and found[1] >= 0 else None


def _is_near(left: Decimal, right: _Tolerance, _: Scope) -> bool:
    return abs(left - right.number) * 100 <= abs(right.number) * right.percent


OPERATORS = (
    Operator("equals", _NUMBER, as_number, _ONE, lambda left, right, _: left == right),
    Operator("not_equals", _NUMBER, as_number, _ONE, lambda left, right, _: left != right),
    Operator("greater_than", _NUMBER, as_number, _ONE, lambda left, right, _: left > right),
    Operator("at_least", _NUMBER, as_number, _ONE, lambda left, right, _: left >= right),
    Operator("less_than", _NUMBER, as_number, _ONE, lambda left, right, _: left < right),
    Operator("at_most", _NUMBER, as_number, _ONE, lambda left, right, _: left <= right),
    Operator("multiple_of", _NUMBER, as_number, _ONE, _is_multiple),
    Operator(
        "within_percent_of", _NUMBER, as_number, Operand("tolerance", _as_tolerance, frozenset((LIST,))), _is_near
    ),
)
