"""A calendar date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from forms.answer_error import AnswerError
from forms.fields.base import Field, Occasion, Surroundings
from rules.expression.dates import as_date
from rules.expression.json_types import Json

_RELATIVE = re.compile(r"today(?:([+-])([0-9]{1,4}))?")
_BOUND = {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|today([+-][0-9]{1,4})?)$"}
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


@dataclass(frozen=True, kw_only=True, eq=False)
class Date(Field):
    """ISO 8601 (`2026-11-24`), as every browser's date input posts it. Bounds may move with the day: "today+14"."""

    type = "date"
    input_type = "date"
    kind = "date"
    contact_attributes = frozenset()
    settings_schema: ClassVar = {
        "min": {**_BOUND, "title": "Earliest date"},
        "max": {**_BOUND, "title": "Latest date"},
        "working_days": {"type": "boolean", "title": "Monday to Friday only"},
    }

    min: str = ""
    max: str = ""
    working_days: bool = False

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        # Any day serves to compare two bounds that move together; a fixed and a moving one may cross later.
        sample = date(2000, 1, 1)
        invalid: list[tuple[str, str, dict[str, str]]] = [
            (name, "setting_date", {"value": bound})
            for name, bound in (("min", self.min), ("max", self.max))
            if bound and bound_on(bound, sample) is None
        ]
        alike = self.min.startswith("today") == self.max.startswith("today")
        if self.min and self.max and alike and not invalid and self._reversed(sample):
            return [("max", "bounds_reversed", {"minimum": self.min, "maximum": self.max})]
        return invalid

    def _reversed(self, today: date) -> bool:
        earliest, latest = self.span(today)
        return earliest > latest

    def span(self, today: date) -> tuple[date, date]:
        """The first and last acceptable day when the legal date is `today`."""
        earliest, latest = bound_on(self.min, today), bound_on(self.max, today)
        return max(earliest or EARLIEST, EARLIEST), min(latest or LATEST, LATEST)

    def parse(self, value: str, occasion: Occasion) -> Json:
        day = self.day(value)
        self.within(day, occasion.today)
        return day.isoformat()

    def day(self, value: str) -> date:
        """The day of the calendar that was written; `date_format` where there is none."""
        day = as_date(value.strip(" ")) if len(value) <= 40 else None
        if day is None:
            raise AnswerError("date_format")
        return day

    def within(self, day: date, today: date) -> None:
        """Refuse a day that the settings exclude."""
        earliest, latest = self.span(today)
        if day < earliest:
            raise AnswerError("date_too_early", minimum=earliest.isoformat())
        if day > latest:
            raise AnswerError("date_too_late", maximum=latest.isoformat())
        if self.working_days and not is_working_day(day):
            raise AnswerError("date_not_working")

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

    def attributes(self, today: date) -> dict[str, str]:
        earliest, latest = self.span(today)
        return {"min": earliest.isoformat(), "max": latest.isoformat()}


def is_working_day(day: date) -> bool:
    """Monday to Friday; holidays differ by place and are not known here."""
    return day.weekday() < 5


def bound_on(bound: str, today: date) -> date | None:
    """The day that a bound means: itself, or `today` moved by its number of days."""
    relative = _RELATIVE.fullmatch(bound)
    if not relative:
        return as_date(bound)
    days = int(relative.group(2) or 0)
    return today + timedelta(days=-days if relative.group(1) == "-" else days)
