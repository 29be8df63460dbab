"""Operators on texts. They compare exactly, capitals included: `lower` makes a comparison ignore them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rules.expression.numbers import as_number
from rules.expression.operators.operator import LIST, NUMBER, TEXT, Operand, Operator
from rules.expression.operators.pattern import compile_pattern, matches
from rules.expression.scope import Scope
from rules.expression.values import as_text, as_texts

_TEXT = frozenset((TEXT,))
_ONE = Operand("text", as_text, frozenset((TEXT, NUMBER)))
_MANY = Operand("texts", as_texts, frozenset((LIST,)))
_LENGTH = Operand("number", as_number, frozenset((NUMBER,)))
_PATTERN = Operand("pattern", compile_pattern, _TEXT, constant_only=True)


def _is_one_of(left: str, right: frozenset[str], scope: Scope) -> bool:
    scope.charge(len(right) // 16)
    return left in right


def _at_least(left: str, right: Decimal, _: Scope) -> bool:
    return len(left) >= right


def _at_most(left: str, right: Decimal, _: Scope) -> bool:
    return len(left) <= right


def _operator(name: str, right: Operand, test: Any) -> Operator:
    return Operator(name, _TEXT, as_text, right, test)


OPERATORS = (
    _operator("is", _ONE, lambda left, right, _: left == right),
    _operator("is_not", _ONE, lambda left, right, _: left != right),
    _operator("contains", _ONE, lambda left, right, _: right in left),
    _operator("not_contains", _ONE, lambda left, right, _: right not in left),
    _operator("starts_with", _ONE, lambda left, right, _: left.startswith(right)),
    _operator("ends_with", _ONE, lambda left, right, _: left.endswith(right)),
    _operator("is_one_of", _MANY, _is_one_of),
    _operator("is_none_of", _MANY, lambda left, right, scope: not _is_one_of(left, right, scope)),
    _operator("length_at_least", _LENGTH, _at_least),
    _operator("length_at_most", _LENGTH, _at_most),
    _operator("matches", _PATTERN, matches),
)
