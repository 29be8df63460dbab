"""How often, when and beside what a rule may run: the `limits` of a document. Judged where events are written; read here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rules.expression.holidays import COUNTRIES
from rules.expression.json_types import Json
from rules.expression.problem import Problem
from rules.expression.settings import Fields
from rules.settings_check import settings_problems

ONCE, FREQUENCY, DAILY, DEBOUNCE, ONE_AT_A_TIME, HOURS, CATCH_UP = (
    "once",
    "frequency",
    "daily",
    "debounce",
    "one_at_a_time",
    "hours",
    "catch_up",
)
PERIODS: Final[list[Json]] = ["day", "week", "month", "quarter", "year"]
_TIME: Final[dict[str, Json]] = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
_PER: Final[dict[str, Json]] = {"title": "Per"}


def _limit(required: list[Json], **properties: Json) -> dict[str, Json]:
    return {"type": "object", "required": required, "additionalProperties": False, "properties": properties}


SCHEMA: Final[dict[str, Json]] = _limit(
    [],
    once=_limit(["per"], per=_PER, period={"enum": PERIODS}),
    frequency=_limit(
        ["per", "times", "days"],
        per=_PER,
        times={"type": "integer", "minimum": 1, "maximum": 100},
        days={"type": "integer", "minimum": 1, "maximum": 3660},
    ),
    daily={"type": "integer", "minimum": 1, "maximum": 100_000},
    debounce=_limit(["per", "seconds"], per=_PER, seconds={"type": "integer", "minimum": 1, "maximum": 86_400}),
    one_at_a_time=_limit(["per"], per=_PER),
    hours=_limit(
        ["from", "until"],
        **{"from": _TIME, "until": _TIME},
        weekdays={"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 1, "maximum": 7}},
        country={"enum": list(COUNTRIES)},
    ),
    catch_up={"enum": ["all", "latest", "none"]},
)


def limit_problems(limits: Fields) -> Iterator[Problem]:
    """What is wrong with the limits of a document."""
    yield from settings_problems(limits, SCHEMA, "/limits")
    hours = dict(limits.fields).get(HOURS)
    ends = dict(hours.fields) if isinstance(hours, Fields) else {}
    if ends.get("from") is not None and ends.get("from") == ends.get("until"):
        yield Problem("hours_without_length", f"/limits/{HOURS}")
