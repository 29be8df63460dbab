"""`between`, for numbers and for dates, both ends included. The two ends say which of the two is meant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from rules.expression.dates import as_date
from rules.expression.json_types import Value
from rules.expression.numbers import as_number
from rules.expression.operators.operator import DATE, LIST, NUMBER, Operand, Operator
from rules.expression.scope import Scope
from rules.expression.values import as_text

Range: TypeAlias = tuple[Decimal, Decimal] | tuple[date, date]


def _as_range(value: Value) -> Range | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    lowest, highest = as_number(value[0]), as_number(value[1])
    if lowest is not None and highest is not None:
        return (lowest, highest)
    first, last = as_date(value[0]), as_date(value[1])
    return (first, last) if first is not None and last is not None else None


def _between(text: str, ends: Range, _: Scope) -> bool:
    low, high = ends
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        number = as_number(text)
        return number is not None and low <= number <= high
    day = as_date(text)
    return day is not None and isinstance(low, date) and isinstance(high, date) and low <= day <= high


OPERATORS = (
    Operator("between", frozenset((NUMBER, DATE)), as_text, Operand("range", _as_range, frozenset((LIST,))), _between),
)
