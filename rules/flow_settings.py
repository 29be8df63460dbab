"""The settings of what the language itself does: waits, approvals, calls, failing on purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from rules.expression.holidays import COUNTRIES
from rules.expression.json_types import Json
from rules.expression.problem import Problem, Refused
from rules.expression.read import read_condition
from rules.expression.settings import Fields, Literal, Setting
from rules.settings_check import Schema, settings_problems
from rules.step import APPROVAL, CALL, FAIL, TIMEOUT, WAIT, Step, all_steps

UNITS: Final[list[Json]] = ["minutes", "hours", "days", "weeks", "months", "working_days"]
DAY_UNITS: Final[list[Json]] = ["days", "weeks", "months", "working_days"]
_TIME: Final[dict[str, Json]] = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "title": "At"}
_COUNTRY: Final[dict[str, Json]] = {"enum": list(COUNTRIES), "title": "Holidays of"}
DURATION: Final[dict[str, Json]] = {
    "type": "object",
    "required": ["amount", "unit"],
    "additionalProperties": False,
    "properties": {
        "amount": {"type": "integer", "minimum": 0, "maximum": 100_000, "title": "Amount"},
        "unit": {"enum": UNITS, "title": "Unit"},
        "at": _TIME,
        "country": _COUNTRY,
    },
}
_UNTIL: Final[dict[str, Json]] = {
    "type": "object",
    "required": ["date"],
    "additionalProperties": False,
    "properties": {
        "date": {"title": "Date"},
        "offset": {"type": "integer", "minimum": -3660, "maximum": 3660, "title": "Days before or after"},
        "unit": {"enum": DAY_UNITS, "title": "Unit"},
        "at": _TIME,
        "country": _COUNTRY,
    },
}
_MATCH: Final[dict[str, Json]] = {
    "type": "object",
    "required": ["fact", "value"],
    "additionalProperties": False,
    "properties": {"fact": {"type": "string", "title": "Fact of the event"}, "value": {"title": "Equals"}},
}
_EVENT: Final[dict[str, Json]] = {
    "type": "object",
    "required": ["kind"],
    "additionalProperties": False,
    "properties": {
        "kind": {"type": "string", "minLength": 1, "maxLength": 60, "title": "Event"},
        "match": _MATCH,
        "if": {"type": "object", "title": "Only if"},
    },
}


def _schema(required: list[Json], **properties: Json) -> Schema:
    return {"type": "object", "required": required, "additionalProperties": False, "properties": properties}


_AIMS: Final[dict[str, Json]] = {"for": DURATION, "until": _UNTIL, "event": _EVENT}
_WITH: Final[dict[str, Json]] = {"with": {"type": "object", "title": "With"}}
SCHEMAS: Final[Mapping[str, Schema]] = {
    WAIT: _schema([], **_AIMS, timeout=DURATION),
    APPROVAL: _schema(
        ["ask", "title"],
        ask={
            "type": "array",
            "minItems": 1,
            "maxItems": 20,
            "title": "Who is asked",
            "items": {"type": "string", "minLength": 1, "maxLength": 120},
        },
        need={"enum": ["one", "any", "all"], "default": "any", "title": "Who has to agree"},
        title={"type": "string", "minLength": 1, "maxLength": 300, "title": "Question"},
        detail={"type": "string", "title": "Detail"},
        timeout=DURATION,
    ),
    CALL: _schema(
        ["rule"],
        rule={"type": "string", "minLength": 1, "maxLength": 80, "title": "Rule"},
        **_WITH,
    ),
    FAIL: _schema(["message"], message={"type": "string", "minLength": 1, "maxLength": 300, "title": "Message"}),
}
#: What a wait may be for; it is for exactly one of them.
AIMS: Final = tuple(_AIMS)


def flow_problems(step: Step) -> Iterator[Problem]:
    """What is wrong with the settings of a step that the language itself does."""
    if step.kind not in SCHEMAS:
        return
    place = f"{step.place}/settings"
    yield from settings_problems(step.settings, SCHEMAS[step.kind], place)
    given = dict(step.settings.fields)
    if step.kind == WAIT:
        yield from _wait_problems(given, place)
    if step.kind == APPROVAL and given.get("need") == Literal("one") and _length(given.get("ask")) != 1:
        yield Problem("one_is_asked", f"{place}/ask")
    if step.block(TIMEOUT) and "timeout" not in given:
        yield Problem("timeout_without_time", f"{step.place}/on_timeout")


def _wait_problems(given: Mapping[str, Setting], place: str) -> Iterator[Problem]:
    aims = [aim for aim in AIMS if aim in given]
    if len(aims) != 1:
        yield Problem("wait_for_one_thing", place, {"allowed": ", ".join(AIMS)})
    if "timeout" in given and "event" not in given:
        yield Problem("timeout_without_event", f"{place}/timeout")


def _length(setting: Setting | None) -> int:
    return len(getattr(setting, "elements", ()))


def awaited_condition(settings: Mapping[str, Json], place: str) -> Iterator[Problem]:
    """What is wrong with the condition on the event that a wait waits for: it looks at that event's facts."""
    event = settings.get("event")
    if isinstance(event, dict) and "if" in event:
        try:
            read_condition(event["if"], f"{place}/event/if")
        except Refused as refused:
            yield from refused.problems


def awaited_kinds(steps: tuple[Step, ...]) -> frozenset[str]:
    """The kinds of events that the steps wait for."""
    waits = [dict(step.settings.fields).get("event") for step in all_steps(steps) if step.kind == WAIT]
    kinds = [dict(event.fields).get("kind") for event in waits if isinstance(event, Fields)]
    return frozenset(str(kind.value) for kind in kinds if isinstance(kind, Literal))
