"""Whether there is anything at all: the only operators to which "no value" is an answer."""

from __future__ import annotations

from rules.expression.operators.operator import KINDS, Operator
from rules.expression.values import is_blank

OPERATORS = (
    Operator("is_empty", KINDS, is_blank, None, lambda left, _, __: left),
    Operator("is_not_empty", KINDS, is_blank, None, lambda left, _, __: not left),
)
