"""The rule document: from JSON to typed, frozen parts, with every problem that an editor should show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.document_checks import Part, fact_problems, reference_problems, type_mismatches
from rules.expression.caps import check_document
from rules.expression.json_types import Json
from rules.expression.kinds import FactKinds
from rules.expression.operators.operator import DATE
from rules.expression.paths import Path
from rules.expression.problem import Problem, Refused
from rules.expression.read import read_condition
from rules.expression.settings import Fields, parts, read_settings
from rules.expression.tree import ALWAYS, Condition, seen_condition
from rules.flow_settings import flow_problems
from rules.limits import limit_problems
from rules.schema_check import schema_problems
from rules.settings_check import Schema, literal_problems, settings_problems
from rules.step import ACTION, DO, Step, all_steps
from rules.step_reader import StepReader

_STEP_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Trigger:
    """What starts the rule; settings narrow it, for instance to one form."""

    kind: str
    settings: Mapping[str, Json]


NO_LIMITS = Fields(())


@dataclass(frozen=True)
class RuleDocument:
    """A document without a problem. Steps are in the order in which they are done.

    `is_first`: it answers only where no rule that is asked before it does. `stops`: where it answers, none after it is asked.
    """

    name: Mapping[str, str]
    trigger: Trigger
    conditions: Condition
    steps: tuple[Step, ...]
    on_error: tuple[Step, ...] = ()
    limits: Fields = NO_LIMITS
    priority: int = 0
    is_first: bool = False
    stops: bool = False


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
    found = [*_trigger_problems(rule.trigger, triggers), *_action_problems(rule, actions)]
    return found if facts is None else [*found, *_against_facts(rule, facts)]


def _read(raw: dict[str, Json]) -> tuple[RuleDocument, list[Problem]]:
    reader = StepReader()
    always: Condition = ALWAYS
    trigger, limits = _object(raw["trigger"]), _object(raw.get("limits"))
    rule = RuleDocument(
        name={language: str(text) for language, text in _object(raw["name"]).items()},
        trigger=Trigger(str(trigger["kind"]), _object(trigger.get("settings"))),
        conditions=reader.reading(lambda: read_condition(raw.get("conditions", {"all": []}), "/conditions"), always),
        steps=reader.steps(raw["steps"], "/steps"),
        on_error=reader.steps(raw.get("on_error"), "/on_error"),
        limits=reader.reading(lambda: read_settings(limits, "/limits"), NO_LIMITS),
        priority=_whole(raw.get("priority")),
        is_first=raw.get("match") == "first",
        stops=raw.get("stop_processing") is True,
    )
    return rule, reader.problems


def _object(raw: Json) -> dict[str, Json]:
    return raw if isinstance(raw, dict) else {}


def _whole(raw: Json) -> int:
    return raw if isinstance(raw, int) else 0


def _check(rule: RuleDocument) -> Iterator[Problem]:
    yield from _id_problems(rule)
    yield from limit_problems(rule.limits)
    for step in _steps(rule):
        yield from flow_problems(step)
    for part, earlier in _parts(rule):
        yield from reference_problems(part, earlier)
        yield from type_mismatches(part, {})


def _steps(rule: RuleDocument) -> Iterator[Step]:
    """Every step of the rule, wherever it stands."""
    yield from all_steps(rule.steps)
    yield from all_steps(rule.on_error)


def _id_problems(rule: RuleDocument) -> Iterator[Problem]:
    times = Counter(step.id for step in _steps(rule))
    for step in _steps(rule):
        if not _STEP_ID.fullmatch(step.id):
            yield Problem("not_a_step_id", f"{step.place}/id", {"step": step.id})
        if times[step.id] > 1:
            yield Problem("step_id_twice", f"{step.place}/id", {"step": step.id})


_Parts = Iterator[tuple[Part, frozenset[str]]]


def _parts(rule: RuleDocument) -> _Parts:
    """Every text and tree of the rule with the ids of the steps that are done before it is looked at."""
    yield rule.conditions, frozenset()
    for part in parts(rule.limits):
        yield part, frozenset()
    yield from _block_parts(rule.steps, frozenset(), None)
    yield from _block_parts(rule.on_error, frozenset(step.id for step in all_steps(rule.steps)), None)


def _block_parts(steps: tuple[Step, ...], earlier: frozenset[str], item: Path | None) -> _Parts:
    for step in steps:
        yield from _own_parts(step, earlier, item)
        for block in step.blocks:
            if block.condition is not None:
                yield _seen(block.condition, item), earlier
            within = item if step.each is None or block.name != DO else step.item
            yield from _block_parts(block.steps, earlier | {step.id}, within)
        earlier |= {one.id for one in all_steps((step,))}


def _own_parts(step: Step, earlier: frozenset[str], item: Path | None) -> _Parts:
    if step.when is not None:
        yield _seen(step.when, item), earlier
    if step.each is not None:
        yield step.each, earlier
    for part in parts(step.settings, item):
        yield part, earlier


def _seen(condition: Condition, item: Path | None) -> Condition:
    return condition if item is None else seen_condition(condition, item)


def _trigger_problems(trigger: Trigger, schemas: Mapping[str, Schema]) -> Iterator[Problem]:
    if trigger.kind not in schemas:
        yield Problem("unknown_trigger", "/trigger/kind", {"trigger": trigger.kind})
        return
    yield from literal_problems(trigger.settings, schemas[trigger.kind], "/trigger/settings")


def _action_problems(rule: RuleDocument, schemas: Mapping[str, Schema]) -> Iterator[Problem]:
    for step in (step for step in _steps(rule) if step.kind == ACTION):
        if step.action not in schemas:
            yield Problem("unknown_action", f"{step.place}/action", {"action": step.action})
        else:
            yield from settings_problems(step.settings, schemas[step.action], f"{step.place}/settings")


def _against_facts(rule: RuleDocument, facts: FactKinds) -> Iterator[Problem]:
    for part, _ in _parts(rule):
        yield from fact_problems(part, {"today": DATE, **facts})
