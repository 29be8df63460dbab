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


_EMAIL = compile_pattern(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_IBAN = compile_pattern("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def _is_iban(text: str) -> bool:
    """ISO 13616: blanks between groups do not count, the check digits must fit."""
    plain = text.replace(" ", "").upper()
    if len(text) > 50 or _IBAN.fullmatch(plain) is None:
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


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
    _operator("length_is", _LENGTH, lambda left, right, _: len(left) == right),
    _operator("length_is_not", _LENGTH, lambda left, right, _: len(left) != right),
    _operator("length_more_than", _LENGTH, lambda left, right, _: len(left) > right),
    _operator("length_less_than", _LENGTH, lambda left, right, _: len(left) < right),
    _operator("not_starts_with", _ONE, lambda left, right, _: not left.startswith(right)),
    _operator("not_ends_with", _ONE, lambda left, right, _: not left.endswith(right)),
    _operator("is_ignoring_case", _ONE, lambda left, right, _: left.lower() == right.lower()),
    _operator("contains_ignoring_case", _ONE, lambda left, right, _: right.lower() in left.lower()),
    _operator("matches", _PATTERN, matches),
    _operator("not_matches", _PATTERN, lambda left, pattern, scope: not matches(left, pattern, scope)),
    Operator("is_email", _TEXT, as_text, None, lambda left, _, scope: matches(left, _EMAIL, scope)),
    Operator("is_iban", _TEXT, as_text, None, lambda left, _, __: _is_iban(left)),
)
