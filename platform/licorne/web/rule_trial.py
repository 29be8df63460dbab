"""A rule tried on a past event: what every condition saw, and what every step would do. Planning is pure, so nothing happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from licorne.adapters.ids import is_id
from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.event import Event
from licorne.services.action import Action, action_for
from licorne.services.draft_rows import Document
from licorne.web.event_words import event_words
from licorne.web.formats import moment, money
from licorne.web.messages import sentence
from licorne.web.rule_labels import labels_for
from licorne.web.seen import Box, Row, boxed
from licorne.web.step_words import wants_of
from licorne.web.translate import _
from rules.explain import DEPENDS, FAILED, SKIPPED, WOULD_RUN, StepExplanation, explain
from rules.expression.json_types import Json
from rules.expression.problem import Problem, Refused
from rules.labels import Labels
from rules.plan import CompiledRule, compile_rule
from rules.step import ACTION

#: Past events offered, the newest of the trigger's kind.
_MOST: Final = 20
_TONES: Final = {WOULD_RUN: "ok", FAILED: "no", DEPENDS: "warn"}


@dataclass(frozen=True, slots=True)
class Past:
    """An event to choose."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class StepTrial:
    """What one step would do. `path` is its place as a cursor names it; `cases` say which branch was taken."""

    id: str
    path: str
    kind: str
    words: str
    outcome: str
    tone: str
    code: str
    cases: list[bool | None]
    problems: list[str]


@dataclass(frozen=True, slots=True)
class Trial:
    """`event` is empty where nothing of the trigger's kind has happened."""

    events: list[Past]
    event: str
    matched: bool
    conditions: Box | None
    steps: list[StepTrial]


def trial_of(organisation: str, document: Document, event_id: str) -> Trial:
    """Tries it on that event, else on the newest of its kind. Raises Refused where the document is no rule."""
    compiled = compile_rule("draft", document)
    events = _events(organisation, compiled.kind)
    chosen = next((one for one in events if one.id == event_id), events[0] if events else None)
    offered = [_past(one) for one in events]
    if chosen is None:
        return Trial(offered, "", False, None, [])
    return _tried(offered, chosen, compiled, labels_for(organisation, compiled.document))


def trial_on(organisation: str, document: Document, event_id: str) -> Trial:
    """Tries it on one event, without a list of others. Raises Refused, NotFound."""
    compiled = compile_rule("draft", document)
    mine = (Event.organisation_id == organisation, Event.id == event_id)
    event = current_session().scalars(select(Event).where(*mine)).first() if is_id(event_id) else None
    if event is None:
        raise NotFound(event_id)
    return _tried([], event, compiled, labels_for(organisation, compiled.document))


def past_events(organisation: str, kind: str, form: str = "", wanted: str = "") -> list[Past]:
    """The newest events of a kind, those about the form where one is named; `wanted` is among them however old it is."""
    newest = _events(organisation, kind, _MOST * 4 if form else _MOST)
    found = [one for one in newest if not form or _form_of(one) == form][:_MOST]
    if is_id(wanted) and all(one.id != wanted for one in found):
        mine = (Event.organisation_id == organisation, Event.kind == kind, Event.id == wanted)
        found += current_session().scalars(select(Event).where(*mine))
    return [_past(one) for one in found]


def _form_of(event: Event) -> str:
    form = event.facts.get("form")
    return str(form.get("slug")) if isinstance(form, dict) else ""


def _tried(offered: list[Past], event: Event, compiled: CompiledRule, labels: Labels) -> Trial:
    told = explain(event.kind, event.facts, compiled)
    box = boxed(compiled.document.conditions, told.conditions, labels) if told.conditions else None
    steps = [_step(one, labels, event) for one in told.steps]
    return Trial(offered, event.id, told.matched, box, steps)


def _events(organisation: str, kind: str, most: int = _MOST) -> list[Event]:
    mine = (Event.organisation_id == organisation, Event.kind == kind)
    return list(current_session().scalars(select(Event).where(*mine).order_by(Event.id.desc()).limit(most)))


def _past(event: Event) -> Past:
    words, contact = event_words(event), event.facts.get("contact")
    who = str(contact.get("name") or contact.get("email") or "") if isinstance(contact, dict) else ""
    return Past(event.id, " · ".join(part for part in (moment(event.occurred_at), who, words.title) if part))


def _step(one: StepExplanation, labels: Labels, event: Event) -> StepTrial:
    words, problems = _would(one, labels, event)
    code = FAILED if problems else one.outcome
    return StepTrial(
        id=one.step,
        path=one.path,
        kind=one.kind,
        words=words,
        outcome=_outcomes().get(code, _("would not be reached")),
        tone=_TONES.get(code, ""),
        code=code,
        cases=[None if case is None else case.truth for case in one.cases],
        problems=[sentence(problem) for problem in (*one.problems, *problems)],
    )


def _would(one: StepExplanation, labels: Labels, event: Event) -> tuple[str, tuple[Problem, ...]]:
    """What the step would do with the values of the event, and why it could not."""
    words = _words(one, labels)
    if one.kind != ACTION or one.settings is None or one.action not in Action.registered:
        return words, ()
    try:
        known = action_for(one.action).would(event.organisation_id, one.settings, event.facts)
    except Refused as refused:
        return words, refused.problems
    return _with_total(words, known, event.facts), ()


def _with_total(words: str, known: Mapping[str, Json], facts: Mapping[str, Json]) -> str:
    total, contact = known.get("total"), facts.get("contact")
    if not isinstance(total, int) or not isinstance(contact, dict):
        return words
    name = str(contact.get("name") or contact.get("email") or "")
    return _("%(what)s, %(total)s, to %(name)s", what=words, total=money(total, str(known["currency"])), name=name)


def _words(one: StepExplanation, labels: Labels) -> str:
    """What an action does with the values that it would be given; the name of another step."""
    if one.kind != ACTION:
        return kind_word(one.kind)
    bound: Mapping[str, Mapping[str, Json]] = {one.step: one.settings or {}}
    (said,) = wants_of({"steps": [{"id": one.step, "action": one.action}]}, bound, labels)
    return said


def kind_word(kind: str) -> str:
    """What a kind of step is called."""
    return _kinds().get(kind, kind)


def _outcomes() -> dict[str, str]:
    return {
        WOULD_RUN: _("would be done"),
        SKIPPED: _("would be left out"),
        DEPENDS: _("depends on what comes before"),
        FAILED: _("would fail"),
    }


def _kinds() -> dict[str, str]:
    return {
        "branch": _("Branch"),
        "each": _("For each"),
        "wait": _("Wait"),
        "approval": _("Ask for approval"),
        "call": _("Call another rule"),
        "stop": _("Stop"),
        "fail": _("Fail on purpose"),
    }


def trial_told(trial: Trial) -> dict[str, Json]:
    """As JSON."""
    events: list[Json] = [{"id": one.id, "words": one.words} for one in trial.events]
    conditions = _condition(trial.conditions) if trial.conditions else None
    steps: list[Json] = [_step_told(one) for one in trial.steps]
    return {"events": events, "event": trial.event, "matched": trial.matched, "conditions": conditions, "steps": steps}


def _condition(item: Row | Box) -> Json:
    if isinstance(item, Box):
        return {"truth": item.truth, "title": item.title, "items": [_condition(one) for one in item.items]}
    return {"truth": item.truth, "text": item.text, "saw": item.saw}


def _step_told(one: StepTrial) -> Json:
    cases: list[Json] = [*one.cases]
    problems: list[Json] = [*one.problems]
    what: dict[str, Json] = {"id": one.id, "path": one.path, "kind": one.kind, "words": one.words}
    return {**what, "outcome": one.outcome, "code": one.code, "cases": cases, "problems": problems}
