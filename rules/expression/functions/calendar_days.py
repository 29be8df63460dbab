"""Functions on dates. `today` is the day that came with the facts."""

from __future__ import annotations

from rules.expression.dates import add_days, as_date, today
from rules.expression.functions.function import Function
from rules.expression.json_types import Value
from rules.expression.numbers import as_number
from rules.expression.operators.operator import DATE, NUMBER
from rules.expression.scope import Scope


def _add_days(values: list[Value], _: Scope) -> Value:
    start, days = as_date(values[0]), as_number(values[1])
    return None if start is None or days is None else add_days(start, days)


FUNCTIONS = (
    Function("date_add_days", 2, 2, (DATE, NUMBER), DATE, _add_days),
    Function("today", 0, 0, (), DATE, lambda _, scope: today(scope.facts)),
)
