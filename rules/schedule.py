"""Schedules: every day, week or month at a time, on working days, on the last day of a month. Local time of the organisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from rules.durations import add_months, instant
from rules.expression.holidays import COUNTRIES, is_working_day
from rules.expression.json_types import Json

LAST: Final = "last"
SCHEMA: Final[Mapping[str, Json]] = {
    "type": "object",
    "required": ["every", "at"],
    "additionalProperties": False,
    "properties": {
        "every": {"enum": ["day", "working_day", "week", "month"], "title": "Every"},
        "interval": {"type": "integer", "minimum": 1, "maximum": 365, "default": 1, "title": "Only each … of them"},
        "at": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "title": "At"},
        "weekdays": {
            "type": "array",
            "minItems": 1,
            "maxItems": 7,
            "items": {"type": "integer", "minimum": 1, "maximum": 7},
            "title": "Days of the week",
        },
        "day": {"enum": [*range(1, 32), LAST, "last_working_day"], "title": "Day of the month"},
        "country": {"enum": list(COUNTRIES), "title": "Holidays of"},
        "from": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "title": "From"},
        "until": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "title": "Until"},
    },
}
"""JSON Schema of a schedule's settings. Weeks begin on Monday; intervals are counted from `from`, else from 1 January 2024."""
_EPOCH: Final = date(2024, 1, 1)


def occurrences(
    settings: Mapping[str, Any], after: datetime, until: datetime, zone: str
) -> Iterator[tuple[date, datetime]]:
    """The local day and the UTC instant of each occurrence, later than `after` and not later than `until`, in order."""
    at = time.fromisoformat(str(settings["at"]))
    day = after.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    last = until.astimezone(ZoneInfo(zone)).date()
    while day <= last:
        if _is_due(settings, day):
            due = instant(day, at, zone)
            if after < due <= until:
                yield day, due
        day += timedelta(days=1)


def _is_due(settings: Mapping[str, Any], day: date) -> bool:
    first, last = str(settings.get("from") or ""), str(settings.get("until") or "9999-12-31")
    if not first <= day.isoformat() <= last:
        return False
    begin = date.fromisoformat(first) if first else _EPOCH
    return _DUE[str(settings["every"])](settings, day, begin, int(settings.get("interval") or 1))


def _daily(settings: Mapping[str, Any], day: date, begin: date, interval: int) -> bool:
    return (day - begin).days % interval == 0


def _on_working_days(settings: Mapping[str, Any], day: date, begin: date, interval: int) -> bool:
    return is_working_day(day, str(settings.get("country") or ""))


def _weekly(settings: Mapping[str, Any], day: date, begin: date, interval: int) -> bool:
    weeks = (day - (begin - timedelta(days=begin.weekday()))).days // 7
    return day.isoweekday() in (settings.get("weekdays") or [1]) and weeks % interval == 0


def _monthly(settings: Mapping[str, Any], day: date, begin: date, interval: int) -> bool:
    months = (day.year - begin.year) * 12 + day.month - begin.month
    return months % interval == 0 and day == _day_of_month(settings, day)


def _day_of_month(settings: Mapping[str, Any], day: date) -> date:
    """The day asked for in the month of `day`: of a month that has none such, the last."""
    last = add_months(day.replace(day=1), 1) - timedelta(days=1)
    wanted = settings.get("day", 1)
    if wanted == "last_working_day":
        while not is_working_day(last, str(settings.get("country") or "")):
            last -= timedelta(days=1)
        return last
    return last if wanted == LAST or int(wanted) > last.day else last.replace(day=int(wanted))


_DUE: Final = {"day": _daily, "working_day": _on_working_days, "week": _weekly, "month": _monthly}


def caught_up(missed: list[tuple[date, datetime]], policy: str) -> list[tuple[date, datetime]]:
    """What is made up for of the occurrences that fell into a downtime: `all`, only the `latest`, or `none`."""
    if policy == "all":
        return missed
    return missed[-1:] if policy == "latest" else []
