"""Operators on booleans. No answer is neither true nor false."""

from __future__ import annotations

from rules.expression.operators.operator import BOOLEAN, Operator
from rules.expression.values import as_boolean

_BOOLEAN = frozenset((BOOLEAN,))

OPERATORS = (
    Operator("is_true", _BOOLEAN, as_boolean, None, lambda left, _, __: left),
    Operator("is_false", _BOOLEAN, as_boolean, None, lambda left, _, __: not left),
)
