"""Operators on calendar days. "Within the last 7 days" is today and the seven days before it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rules.expression.dates import as_date, today
from rules.expression.json_types import Value
from rules.expression.numbers import as_number
from rules.expression.operators.operator import DATE, NUMBER, Operand, Operator
from rules.expression.scope import Scope

_DATE = frozenset((DATE,))
_DAY = Operand("date", as_date, _DATE)


def _as_days(value: Value) -> Decimal | None:
    number = as_number(value)
    return number if number is not None and number >= 0 else None


#: A number of days, none of them negative.
DAYS = Operand("days", _as_days, frozenset((NUMBER,)))


def _within_last(day: date, days: Decimal, scope: Scope) -> bool:
    now = today(scope.facts)
    return now is not None and 0 <= (now - day).days <= days


def _within_next(day: date, days: Decimal, scope: Scope) -> bool:
    now = today(scope.facts)
    return now is not None and 0 <= (day - now).days <= days


OPERATORS = (
    Operator("on", _DATE, as_date, _DAY, lambda left, right, _: left == right),
    Operator("not_on", _DATE, as_date, _DAY, lambda left, right, _: left != right),
    Operator("before", _DATE, as_date, _DAY, lambda left, right, _: left < right),
    Operator("after", _DATE, as_date, _DAY, lambda left, right, _: left > right),
    Operator("on_or_before", _DATE, as_date, _DAY, lambda left, right, _: left <= right),
    Operator("on_or_after", _DATE, as_date, _DAY, lambda left, right, _: left >= right),
    Operator("within_last_days", _DATE, as_date, DAYS, _within_last),
    Operator("within_next_days", _DATE, as_date, DAYS, _within_next),
)
