"""Operators on calendar days that look at weeks, months, working days and holidays. `today` is the day that came with the facts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from rules.expression.dates import as_date, today
from rules.expression.holidays import COUNTRIES, is_holiday, is_working_day
from rules.expression.json_types import Value
from rules.expression.numbers import as_number
from rules.expression.operators.days import DAYS
from rules.expression.operators.operator import DATE, LIST, TEXT, Operand, Operator
from rules.expression.scope import Scope

_DATE = frozenset((DATE,))
UNITS = ("week", "month", "quarter", "year")
PERIODS = frozenset(f"{which}_{unit}" for which in ("last", "this", "next") for unit in UNITS)
_STEP = {"last": -1, "this": 0, "next": 1}


def _as_period(value: Value) -> str | None:
    return value if isinstance(value, str) and value in PERIODS else None


def _as_country(value: Value) -> str | None:
    return value if isinstance(value, str) and value in COUNTRIES else None


def _as_weekdays(value: Value) -> frozenset[int] | None:
    if not isinstance(value, list):
        return None
    numbers = [as_number(one) for one in value]
    found = frozenset(int(number) for number in numbers if number is not None and number in range(1, 8))
    return found if len(found) == len(value) else None


def _number_of(day: date, unit: str) -> int:
    """Which week, month, quarter or year it is, counted from the first. Weeks begin on Monday."""
    months = day.year * 12 + day.month - 1
    return {"week": (day.toordinal() - 1) // 7, "month": months, "quarter": months // 3, "year": day.year}[unit]


def _in_period(day: date, period: str, scope: Scope) -> bool:
    now = today(scope.facts)
    which, _, unit = period.partition("_")
    return now is not None and _number_of(day, unit) == _number_of(now, unit) + _STEP[which]


def _ago(day: date, scope: Scope) -> int | None:
    now = today(scope.facts)
    return None if now is None else (now - day).days


def _at_least_ago(day: date, days: Decimal, scope: Scope) -> bool:
    ago = _ago(day, scope)
    return ago is not None and ago >= days


def _at_least_ahead(day: date, days: Decimal, scope: Scope) -> bool:
    ago = _ago(day, scope)
    return ago is not None and -ago >= days


def _ends_month(day: date, _: object, __: Scope) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1


_PERIOD = Operand("period", _as_period, frozenset((TEXT,)), constant_only=True)
_COUNTRY = Operand("country", _as_country, frozenset((TEXT,)))
_WEEKDAYS = Operand("weekdays", _as_weekdays, frozenset((LIST,)))
OPERATORS = (
    Operator("in_period", _DATE, as_date, _PERIOD, _in_period),
    Operator("at_least_days_ago", _DATE, as_date, DAYS, _at_least_ago),
    Operator("at_least_days_ahead", _DATE, as_date, DAYS, _at_least_ahead),
    Operator("on_weekdays", _DATE, as_date, _WEEKDAYS, lambda day, wanted, _: day.isoweekday() in wanted),
    Operator("is_working_day", _DATE, as_date, _COUNTRY, lambda day, country, _: is_working_day(day, country)),
    Operator("is_holiday", _DATE, as_date, _COUNTRY, lambda day, country, _: is_holiday(day, country)),
    Operator("is_end_of_month", _DATE, as_date, None, _ends_month),
)
