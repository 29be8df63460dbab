"""When a time is up: durations, days before or after a date, opening hours. In the zone of the organisation; no clock is read.

A local time that a clock change leaves out is the first one after it; of one that comes twice, the first is meant.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rules.expression.dates import as_date
from rules.expression.holidays import add_working_days, is_holiday
from rules.expression.json_types import Json
from rules.expression.numbers import as_number
from rules.expression.problem import refuse

MORNING: Final = "08:00"
"""The time of day at which a wait for a date ends, unless it says another."""
_EXACT: Final = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1)}
_MOST: Final = 100_000


def ends(duration: Mapping[str, Json], begin: datetime, zone: str, place: str = "") -> datetime:
    """The UTC instant at which a duration ends that begins at `begin`.

    Raises:
        Refused: `not_a_duration` for an amount that is no whole number from 0 to 100,000; `calendar_ends`.
    """
    amount, unit = _amount(duration.get("amount"), place), str(duration.get("unit"))
    try:
        if unit in _EXACT:
            return begin + amount * _EXACT[unit]
        local = begin.astimezone(ZoneInfo(zone))
        day = _moved(local.date(), amount, unit, str(duration.get("country") or ""))
        at = duration.get("at")
        return instant(day, _time(str(at)) if at else local.time().replace(fold=0), zone)
    except (OverflowError, ValueError) as error:
        raise refuse("calendar_ends", place) from error


def until(aim: Mapping[str, Json], zone: str, place: str = "") -> tuple[date, datetime]:
    """The day and the UTC instant of a date with its offset.

    Raises:
        Refused: `not_a_day` where there is no date; `calendar_ends`.
    """
    day = as_date(aim.get("date"))
    if day is None:
        raise refuse("not_a_day", f"{place}/date", value=str(aim.get("date"))[:80])
    offset = as_number(aim.get("offset") or 0)
    try:
        moved = _moved(day, int(offset or 0), str(aim.get("unit") or "days"), str(aim.get("country") or ""))
        return moved, instant(moved, _time(str(aim.get("at") or MORNING)), zone)
    except (OverflowError, ValueError) as error:
        raise refuse("calendar_ends", place) from error


def _amount(value: Json, place: str) -> int:
    number = as_number(value)
    if number is None or number != number.to_integral_value() or not 0 <= number <= _MOST:
        raise refuse("not_a_duration", f"{place}/amount", value=str(value)[:80])
    return int(number)


def _moved(day: date, amount: int, unit: str, country: str) -> date:
    if unit == "months":
        return add_months(day, amount)
    if unit == "working_days":
        moved = add_working_days(day, amount, country) if amount else day
        if moved is None:
            raise OverflowError
        return moved
    return day + timedelta(days=amount * (7 if unit == "weeks" else 1))


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day where it has none such.

    Raises:
        ValueError: the calendar ends.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _time(text: str) -> time:
    return time.fromisoformat(text)


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC instant of a local time."""
    naive, tz = datetime.combine(day, at.replace(tzinfo=None)), ZoneInfo(zone)
    while True:
        found = naive.replace(tzinfo=tz).astimezone(UTC)
        if found.astimezone(tz).replace(tzinfo=None) == naive:
            return found
        naive = naive.replace(second=0, microsecond=0) + timedelta(minutes=1)


def next_opening(hours: Mapping[str, Json], now: datetime, zone: str) -> datetime:
    """`now` where it falls into the hours, else the UTC instant at which they begin next.

    Hours that end before they begin go over midnight; their day is the one on which they begin.
    """
    first, last = _time(str(hours["from"])), _time(str(hours["until"]))
    local = now.astimezone(ZoneInfo(zone))
    for back in (1, 0):
        day = local.date() - timedelta(days=back)
        end = day if last > first else day + timedelta(days=1)
        if _is_open(hours, day) and instant(day, first, zone) <= now < instant(end, last, zone):
            return now
    day = local.date()
    while not (_is_open(hours, day) and instant(day, first, zone) > now):
        day += timedelta(days=1)
    return instant(day, first, zone)


def _is_open(hours: Mapping[str, Json], day: date) -> bool:
    weekdays = hours.get("weekdays")
    chosen = weekdays if isinstance(weekdays, list) else []
    return (not chosen or day.isoweekday() in chosen) and not is_holiday(day, str(hours.get("country") or ""))
