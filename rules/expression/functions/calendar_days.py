"""Functions on dates. `today` is the day that came with the facts."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal

from rules.expression.dates import add_days, as_date, today
from rules.expression.functions.function import Function
from rules.expression.holidays import add_working_days
from rules.expression.json_types import Value
from rules.expression.numbers import as_number
from rules.expression.operators.operator import DATE, NUMBER, TEXT
from rules.expression.scope import Scope


def _add_days(values: list[Value], _: Scope) -> Value:
    start, days = as_date(values[0]), as_number(values[1])
    return None if start is None or days is None else add_days(start, days)


def _add_months(values: list[Value], _: Scope) -> Value:
    start, months = as_date(values[0]), as_number(values[1])
    if start is None or months is None or months != months.to_integral_value() or abs(months) > _MOST:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + int(months), 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _add_working_days(values: list[Value], scope: Scope) -> Value:
    start, days = as_date(values[0]), as_number(values[1])
    country = values[2] if len(values) > 2 else ""
    if start is None or days is None or days != days.to_integral_value() or abs(days) > _MOST:
        return None
    scope.charge(2 * abs(int(days)))
    return add_working_days(start, int(days), country if isinstance(country, str) else "")


def _days_between(values: list[Value], _: Scope) -> Value:
    first, last = as_date(values[0]), as_date(values[1])
    return None if first is None or last is None else Decimal((last - first).days)


def _month_end(values: list[Value], _: Scope) -> Value:
    day = as_date(values[0])
    return None if day is None else day.replace(day=monthrange(day.year, day.month)[1])


_MOST = 10_000
FUNCTIONS = (
    Function("date_add_months", 2, 2, (DATE, NUMBER), DATE, _add_months),
    Function("date_add_working_days", 2, 3, (DATE, NUMBER, TEXT), DATE, _add_working_days),
    Function("days_between", 2, 2, (DATE, DATE), NUMBER, _days_between),
    Function("month_end", 1, 1, (DATE,), DATE, _month_end),
    Function("date_add_days", 2, 2, (DATE, NUMBER), DATE, _add_days),
    Function("today", 0, 0, (), DATE, lambda _, scope: today(scope.facts)),
)
