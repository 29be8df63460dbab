"""Operators on lists, such as the answers of a multiple choice. Elements are compared as texts."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from rules.expression.json_types import Json, Value
from rules.expression.numbers import as_number
from rules.expression.operators.operator import LIST, NUMBER, TEXT, Operand, Operator
from rules.expression.scope import Scope
from rules.expression.values import as_items, as_text, as_texts

_LIST = frozenset((LIST,))
_ONE = Operand("text", as_text, frozenset((TEXT, NUMBER)))
_MANY = Operand("texts", as_texts, _LIST)
_COUNT = Operand("number", as_number, frozenset((NUMBER,)))


class _Texts(NamedTuple):
    """The texts of a list; `length` is the list's, doubles included, for the budget."""

    found: frozenset[str]
    length: int


def _as_listed(value: Value) -> _Texts | None:
    return _Texts(as_texts(value) or frozenset(), len(value)) if isinstance(value, list) else None


def _includes(listed: _Texts, wanted: str, scope: Scope) -> bool:
    scope.charge(listed.length)
    return wanted in listed.found


def _includes_any(listed: _Texts, wanted: frozenset[str], scope: Scope) -> bool:
    scope.charge(listed.length)
    return not wanted.isdisjoint(listed.found)


def _includes_all(listed: _Texts, wanted: frozenset[str], scope: Scope) -> bool:
    scope.charge(listed.length)
    return wanted <= listed.found


def _count_at_least(items: list[Json], least: Decimal, _: Scope) -> bool:
    return len(items) >= least


OPERATORS = (
    Operator("includes", _LIST, _as_listed, _ONE, _includes),
    Operator("excludes", _LIST, _as_listed, _ONE, lambda left, right, scope: not _includes(left, right, scope)),
    Operator("includes_any", _LIST, _as_listed, _MANY, _includes_any),
    Operator("includes_all", _LIST, _as_listed, _MANY, _includes_all),
    Operator(
        "includes_none", _LIST, _as_listed, _MANY, lambda left, right, scope: not _includes_any(left, right, scope)
    ),
    Operator("count_is", _LIST, as_items, _COUNT, lambda items, count, _: len(items) == count),
    Operator("count_at_most", _LIST, as_items, _COUNT, lambda items, most, _: len(items) <= most),
    Operator("count_at_least", _LIST, as_items, _COUNT, _count_at_least),
)
