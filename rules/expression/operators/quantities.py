"""Operators on numbers and amounts, compared as exact decimals: "3", "3.0" and 3 are equal."""

from __future__ import annotations

from rules.expression.numbers import as_number
from rules.expression.operators.operator import NUMBER, Operand, Operator

_NUMBER = frozenset((NUMBER,))
_ONE = Operand("number", as_number, _NUMBER)

OPERATORS = (
    Operator("equals", _NUMBER, as_number, _ONE, lambda left, right, _: left == right),
    Operator("not_equals", _NUMBER, as_number, _ONE, lambda left, right, _: left != right),
    Operator("greater_than", _NUMBER, as_number, _ONE, lambda left, right, _: left > right),
    Operator("at_least", _NUMBER, as_number, _ONE, lambda left, right, _: left >= right),
    Operator("less_than", _NUMBER, as_number, _ONE, lambda left, right, _: left < right),
    Operator("at_most", _NUMBER, as_number, _ONE, lambda left, right, _: left <= right),
)
