"""Operators on lists, such as the answers of a multiple choice. Elements are compared as texts."""

from __future__ import annotations

from decimal import Decimal

from rules.expression.json_types import Json
from rules.expression.numbers import as_number
from rules.expression.operators.operator import LIST, NUMBER, TEXT, Operand, Operator
from rules.expression.scope import Scope
from rules.expression.values import as_items, as_text, as_texts

_LIST = frozenset((LIST,))
_ONE = Operand("text", as_text, frozenset((TEXT, NUMBER)))
_MANY = Operand("texts", as_texts, _LIST)
_COUNT = Operand("number", as_number, frozenset((NUMBER,)))


def _texts(items: list[Json], scope: Scope) -> frozenset[str]:
    scope.charge(len(items))
    return as_texts(items) or frozenset()


def _includes(items: list[Json], wanted: str, scope: Scope) -> bool:
    return wanted in _texts(items, scope)


def _includes_any(items: list[Json], wanted: frozenset[str], scope: Scope) -> bool:
    return not wanted.isdisjoint(_texts(items, scope))


def _includes_all(items: list[Json], wanted: frozenset[str], scope: Scope) -> bool:
    return wanted <= _texts(items, scope)


def _count_at_least(items: list[Json], least: Decimal, _: Scope) -> bool:
    return len(items) >= least


OPERATORS = (
    Operator("includes", _LIST, as_items, _ONE, _includes),
    Operator("excludes", _LIST, as_items, _ONE, lambda left, right, scope: not _includes(left, right, scope)),
    Operator("includes_any", _LIST, as_items, _MANY, _includes_any),
    Operator("includes_all", _LIST, as_items, _MANY, _includes_all),
    Operator("count_at_least", _LIST, as_items, _COUNT, _count_at_least),
)
