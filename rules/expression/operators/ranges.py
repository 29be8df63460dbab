"""`between`, for numbers and for dates, both ends included. The two ends say which of the two is meant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from rules.expression.dates import as_date
from rules.expression.json_types import Value
from rules.expression.numbers import as_number
from rules.expression.operators.operator import DATE, LIST, NUMBER, Operand, Operator
from rules.expression.scope import Scope

Range: TypeAlias = tuple[Decimal, Decimal] | tuple[date, date]


def _as_range(value: Value) -> Range | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    lowest, highest = as_number(value[0]), as_number(value[1])
    if lowest is not None and highest is not None:
        return (lowest, highest)
    first, last = as_date(value[0]), as_date(value[1])
    return (first, last) if first is not None and last is not None else None


class _Point(NamedTuple):
    """A value as a number and as a day; at most one of them is there."""

    number: Decimal | None
    day: date | None


def _as_point(value: Value) -> _Point | None:
    point = _Point(as_number(value), as_date(value))
    return None if point == (None, None) else point


def _between(point: _Point, ends: Range, _: Scope) -> bool:
    low, high = ends
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return point.number is not None and low <= point.number <= high
    day = point.day
    return day is not None and isinstance(low, date) and isinstance(high, date) and low <= day <= high


def _not_between(point: _Point, ends: Range, scope: Scope) -> bool:
    """Of a number that is asked about days, and the other way round, neither is said."""
    kind = point.number if isinstance(ends[0], Decimal) else point.day
    return kind is not None and not _between(point, ends, scope)


_RANGE = Operand("range", _as_range, frozenset((LIST,)))
OPERATORS = (
    Operator("not_between", frozenset((NUMBER, DATE)), _as_point, _RANGE, _not_between),
    Operator("between", frozenset((NUMBER, DATE)), _as_point, _RANGE, _between),
)
