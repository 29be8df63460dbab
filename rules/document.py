"""The rule document: from JSON to typed, frozen parts, with every problem that an editor should show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from rules.document_checks import Part, fact_problems, reference_problems, type_mismatches
from rules.expression.caps import check_document
from rules.expression.json_types import Json
from rules.expression.kinds import FactKinds
from rules.expression.operators.operator import DATE
from rules.expression.problem import Problem, Refused
from rules.expression.read import read_condition
from rules.expression.settings import Fields, parts, read_settings
from rules.expression.tree import ALWAYS, Condition
from rules.schema_check import schema_problems
from rules.settings_check import Schema, literal_problems, settings_problems

_STEP_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_Part = TypeVar("_Part")


@dataclass(frozen=True)
class Trigger:
    """What starts the rule; settings narrow it, for instance to one form."""

    kind: str
    settings: Mapping[str, Json]


@dataclass(frozen=True)
class Step:
    """One thing to do. `kind` is "action" today; branches, waits and approvals will be further kinds."""

    id: str
    kind: str
    action: str
    settings: Fields
    when: Condition | None
    raw_when: Json


@dataclass(frozen=True)
class RuleDocument:
    """A document without a problem. Steps are in the order in which they are done."""

    name: Mapping[str, str]
    trigger: Trigger
    conditions: Condition
    steps: tuple[Step, ...]


def parse(document: Json) -> RuleDocument:
    """Read a rule document.

    Raises:
        Refused: with every problem; places are JSON pointers, texts add `:line:column`.
    """
    check_document(document)
    outer = schema_problems(document)
    if outer or not isinstance(document, dict):
        raise Refused(tuple(outer))
    rule, inner = _read(document)
    inner.extend(_check(rule))
    if inner:
        raise Refused(tuple(inner))
    return rule


def problems(
    document: Json, triggers: Mapping[str, Schema], actions: Mapping[str, Schema], facts: FactKinds | None = None
) -> list[Problem]:
    """Everything that is wrong with a document in a system with these triggers and actions; empty when it may be saved.

    Both are given by kind with the JSON Schema of their settings.
    With `facts` (path to data type, `*` for any one name; see `document_checks`), names outside of it and comparisons
    that do not fit its types are problems too.
    """
    try:
        rule = parse(document)
    except Refused as refused:
        return list(refused.problems)
    found = [*_trigger_problems(rule.trigger, triggers), *_step_problems(rule.steps, actions)]
    return found if facts is None else [*found, *_against_facts(rule, facts)]


def _read(raw: dict[str, Json]) -> tuple[RuleDocument, list[Problem]]:
    found: list[Problem] = []
    always: Condition = ALWAYS
    conditions = _reading(lambda: read_condition(raw.get("conditions", {"all": []}), "/conditions"), always, found)
    steps = tuple(_step(step, f"/steps/{index}", found) for index, step in enumerate(_objects(raw["steps"])))
    trigger = _object(raw["trigger"])
    name = {language: str(text) for language, text in _object(raw["name"]).items()}
    start = Trigger(str(trigger["kind"]), _object(trigger.get("settings")))
    return RuleDocument(name, start, conditions, steps), found


def _step(raw: dict[str, Json], place: str, found: list[Problem]) -> Step:
    always: Condition | None = None
    when, settings = raw.get("when"), _object(raw.get("settings"))
    return Step(
        id=str(raw["id"]),
        kind=str(raw.get("kind", "action")),
        action=str(raw["action"]),
        settings=_reading(lambda: read_settings(settings, f"{place}/settings"), Fields(()), found),
        when=always if when is None else _reading(lambda: read_condition(when, f"{place}/when"), always, found),
        raw_when=when,
    )


def _reading(read: Callable[[], _Part], otherwise: _Part, found: list[Problem]) -> _Part:
    try:
        return read()
    except Refused as refused:
        found.extend(refused.problems)
        return otherwise


def _object(raw: Json) -> dict[str, Json]:
    return raw if isinstance(raw, dict) else {}


def _objects(raw: Json) -> list[dict[str, Json]]:
    return [item for item in raw if isinstance(item, dict)] if isinstance(raw, list) else []


def _check(rule: RuleDocument) -> Iterator[Problem]:
    yield from _id_problems(rule.steps)
    for part, earlier in _parts(rule):
        yield from reference_problems(part, earlier)
        yield from type_mismatches(part, {})


def _id_problems(steps: tuple[Step, ...]) -> Iterator[Problem]:
    times = Counter(step.id for step in steps)
    for index, step in enumerate(steps):
        if not _STEP_ID.fullmatch(step.id):
            yield Problem("not_a_step_id", f"/steps/{index}/id", {"step": step.id})
        if times[step.id] > 1:
            yield Problem("step_id_twice", f"/steps/{index}/id", {"step": step.id})


def _parts(rule: RuleDocument) -> Iterator[tuple[Part, frozenset[str]]]:
    """Every text and tree of the rule with the ids of the steps that are done before it is looked at."""
    yield rule.conditions, frozenset()
    earlier: frozenset[str] = frozenset()
    for step in rule.steps:
        if step.when is not None:
            yield step.when, earlier
        for part in parts(step.settings):
            yield part, earlier
        earlier |= {step.id}


def _trigger_problems(trigger: Trigger, schemas: Mapping[str, Schema]) -> Iterator[Problem]:
    if trigger.kind not in schemas:
        yield Problem("unknown_trigger", "/trigger/kind", {"trigger": trigger.kind})
        return
    yield from literal_problems(trigger.settings, schemas[trigger.kind], "/trigger/settings")


def _step_problems(steps: tuple[Step, ...], schemas: Mapping[str, Schema]) -> Iterator[Problem]:
    for index, step in enumerate(steps):
        if step.action not in schemas:
            yield Problem("unknown_action", f"/steps/{index}/action", {"action": step.action})
        else:
            yield from settings_problems(step.settings, schemas[step.action], f"/steps/{index}/settings")


def _against_facts(rule: RuleDocument, facts: FactKinds) -> Iterator[Problem]:
    for part, _ in _parts(rule):
        yield from fact_problems(part, {"today": DATE, **facts})
