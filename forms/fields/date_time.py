"""A moment: a day and a time where the organisation is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from forms.answer_error import AnswerError
from forms.fields.base import Occasion, Surroundings
from forms.fields.date import Date
from forms.fields.time import STEP, minutes_of, read_time
from rules.expression.json_types import Json

# What datetime-local posts, and the same with an offset as our own answers have it.
_SHAPE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9:.]{5,12})([+-][0-9]{2}:[0-9]{2}|Z)?")


@dataclass(frozen=True, kw_only=True, eq=False)
class DateTime(Date):
    """Posted as a wall clock shows it, kept with the offset of the organisation's zone: `2026-11-24T10:00+01:00`.

    The hour that summer time skips is refused; of the hour that comes twice the first is meant.
    """

    type = "date_time"
    input_type = "datetime-local"
    kind = "text"
    settings_schema: ClassVar = {**Date.settings_schema, "step": STEP}

    step: int = 1

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        return {name: settings[name] for name in cls.settings_schema if name in settings}

    def parse(self, value: str, occasion: Occasion) -> Json:
        match = _SHAPE.fullmatch(value.strip(" ")) if len(value) <= 60 else None
        if not match:
            raise AnswerError("date_format")
        day, clock = self.day(match.group(1)), read_time(match.group(2))
        moment = _moment(day, clock, match.group(3), zone_named(occasion.zone))
        self.within(moment.date(), occasion.today)
        if minutes_of(clock) % self.step:
            raise AnswerError("time_step", minutes=str(self.step))
        return moment.isoformat(timespec="minutes")

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$"}

    def attributes(self, today: date) -> dict[str, str]:
        earliest, latest = self.span(today)
        bounds = {"min": f"{earliest.isoformat()}T00:00", "max": f"{latest.isoformat()}T23:59"}
        return {**bounds, "step": str(self.step * 60)}


@cache
def zone_named(name: str) -> ZoneInfo:
    """A zone of the tz database; the name is the organisation's setting and was checked there."""
    return ZoneInfo(name)


def _moment(day: date, clock: str, offset: str | None, zone: ZoneInfo) -> datetime:
    if offset:
        given = datetime.fromisoformat(f"{day.isoformat()}T{clock}{offset}")
        return given.astimezone(zone)
    naive = datetime(day.year, day.month, day.day, int(clock[:2]), int(clock[3:]))  # noqa: DTZ001 - the zone follows
    moment = naive.replace(tzinfo=zone)
    back = moment.astimezone(UTC).astimezone(zone)
    if (back.hour, back.minute) != (moment.hour, moment.minute):
        raise AnswerError("time_skipped")
    return moment
