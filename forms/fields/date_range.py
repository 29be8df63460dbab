"""From one day to another: a stay, a rental, a leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from forms.answer_error import AnswerError
from forms.fields.base import Occasion, Surroundings
from forms.fields.compound import Compound, Values
from forms.fields.date import Date, is_working_day
from rules.expression.json_types import Json

_DAYS = {"type": "integer", "minimum": 1, "maximum": 3660}


@dataclass(frozen=True, kw_only=True, eq=False)
class DateRange(Compound):
    """`{"from", "to"}`, both days included. "No past" is `min: "today"`, "no future" is `max: "today"`.

    With `working_days` both ends are Monday to Friday, and only such days count towards the length.
    """

    type = "date_range"
    contact_attributes = frozenset()
    settings_schema: ClassVar = {
        **Date.settings_schema,
        "min_days": {**_DAYS, "title": "Fewest days"},
        "max_days": {**_DAYS, "title": "Most days"},
    }

    min: str = ""
    max: str = ""
    working_days: bool = False
    min_days: int = 1
    max_days: int = 3660

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        mine = {name: settings[name] for name in cls.settings_schema if name in settings}
        bounds = {name: mine[name] for name in ("min", "max", "working_days") if name in mine}
        ends = tuple(
            Date(id=name, label=cls.named(name, surroundings), required=True, **bounds) for name in ("from", "to")
        )
        return {**mine, "parts": ends}

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        if self.min_days > self.max_days:
            days = {"minimum": str(self.min_days), "maximum": str(self.max_days)}
            return [("max_days", "bounds_reversed", days)]
        return self.parts[0].contradictions(surroundings)

    def whole(self, values: Values, occasion: Occasion) -> Json:
        first, last = date.fromisoformat(str(values["from"])), date.fromisoformat(str(values["to"]))
        if last < first:
            raise AnswerError("range_reversed")
        length = days_between(first, last, self.working_days)
        if length < self.min_days:
            raise AnswerError("range_too_short", minimum=str(self.min_days))
        if length > self.max_days:
            raise AnswerError("range_too_long", maximum=str(self.max_days))
        return values


def days_between(first: date, last: date, working_days: bool) -> int:
    """Days from one to the other, both included; of whole weeks five are working days."""
    days = (last - first).days + 1
    if not working_days:
        return days
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum(is_working_day(first + timedelta(days=step)) for step in range(rest))
