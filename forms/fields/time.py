"""A time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from forms.answer_error import AnswerError
from forms.fields.base import Field, Occasion, Surroundings
from rules.expression.json_types import Json

# Browsers add seconds where the step asks for them; a time of this type has none.
_SHAPE = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::00(?:\.0{1,3})?)?")
_BOUND = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
STEP = {"type": "integer", "minimum": 1, "maximum": 720, "title": "Minutes between two times"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Time(Field):
    """`HH:MM` on a clock of 24 hours, without a zone: "at ten" is ten on that day and place."""

    type = "time"
    input_type = "time"
    settings_schema: ClassVar = {
        "min": {**_BOUND, "title": "Earliest time"},
        "max": {**_BOUND, "title": "Latest time"},
        "step": STEP,
    }

    min: str = "00:00"
    max: str = "23:59"
    step: int = 1

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        if self.min > self.max:
            return [("max", "bounds_reversed", {"minimum": self.min, "maximum": self.max})]
        return []

    def parse(self, value: str, occasion: Occasion) -> Json:
        clock = read_time(value)
        if not self.min <= clock <= self.max:
            raise AnswerError("time_outside", minimum=self.min, maximum=self.max)
        if (minutes_of(clock) - minutes_of(self.min)) % self.step:
            raise AnswerError("time_step", minutes=str(self.step))
        return clock

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": _BOUND["pattern"]}

    def attributes(self, today: date) -> dict[str, str]:
        return {"min": self.min, "max": self.max, "step": str(self.step * 60)}


def read_time(value: str) -> str:
    """`HH:MM`; `time_format` for anything else."""
    match = _SHAPE.fullmatch(value.strip(" ")) if len(value) <= 40 else None
    if not match:
        raise AnswerError("time_format")
    return f"{match.group(1)}:{match.group(2)}"


def minutes_of(clock: str) -> int:
    """Minutes since midnight."""
    return int(clock[:2]) * 60 + int(clock[3:])
