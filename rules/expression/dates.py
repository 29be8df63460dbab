"""Dates of the expression language: calendar days as ISO text, without time or zone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from rules.expression.json_types import Facts, Value

_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def as_date(value: Value) -> date | None:
    """Read `YYYY-MM-DD`; week dates and basic format, which Python would take, are no dates here."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _SHAPE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def today(facts: Facts) -> date | None:
    """The day that the caller handed in with the facts; the engine itself never reads a clock."""
    return as_date(facts.get("today"))


def add_days(start: date, days: Decimal) -> date | None:
    """Move by whole days; None where days are not whole or the calendar ends."""
    if days != days.to_integral_value():
        return None
    try:
        return start + timedelta(days=int(days))
    except OverflowError:
        return None
