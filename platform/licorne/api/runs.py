"""Runs, each with its whole story: the event, what every condition saw, every effect and every try."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, select

from licorne.api import effects
from licorne.api.collection import Collection, Filter, Item, filter_by
from licorne.api.route import Parameter
from licorne.api.schemas import (
    COUNT,
    ID,
    INSTANT,
    OPEN,
    PROBLEM,
    SLUG,
    TEXT,
    Schema,
    extended,
    list_of,
    one_of,
    or_null,
    record,
    reference,
)
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.event import Event, Run
from licorne.models.rule import Rule, RuleVersion
from rules.explain import explain
from rules.expression.json_types import Json
from rules.plan import compile_rule

STATES: Final = ("running", "done", "failed", "cancelled")
_RUN: Final[dict[str, Schema]] = {
    "id": ID,
    "state": one_of(*STATES),
    "rule": SLUG,
    "rule_version": COUNT,
    "event_id": ID,
    "event_kind": TEXT,
    "subject_id": ID,
    "problems": list_of(PROBLEM),
    "created_at": INSTANT,
    "finished_at": or_null(INSTANT),
}
EVENT: Final = record(
    {"id": ID, "kind": TEXT, "subject_id": ID, "occurred_at": INSTANT, "cause_effect_id": or_null(ID), "facts": OPEN}
)


def present(organisation_id: str, runs: Sequence[Run]) -> list[Item]:
    """Items of runs."""
    rules = _rules(organisation_id, runs)
    events = _events(organisation_id, runs)
    return [
        {
            "id": run.id,
            "state": run.state,
            "rule": rules[run.rule_version_id].slug,
            "rule_version": rules[run.rule_version_id].number,
            "event_id": run.event_id,
            "event_kind": events[run.event_id].kind,
            "subject_id": events[run.event_id].subject_id,
            "problems": run.problems,
            "created_at": run.created_at.isoformat(),
            "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        }
        for run in runs
    ]


def _rules(organisation_id: str, runs: Sequence[Run]) -> Mapping[str, Row[*tuple[Any, ...]]]:
    rows = current_session().execute(
        select(RuleVersion.id, RuleVersion.number, Rule.slug)
        .join(Rule, (Rule.id == RuleVersion.rule_id) & (Rule.organisation_id == RuleVersion.organisation_id))
        .where(
            RuleVersion.organisation_id == organisation_id,
            RuleVersion.id.in_({run.rule_version_id for run in runs}),
        )
    )
    return {row.id: row for row in rows}


def _events(organisation_id: str, runs: Sequence[Run]) -> Mapping[str, Row[*tuple[Any, ...]]]:
    rows = current_session().execute(
        select(Event.id, Event.kind, Event.subject_id).where(
            Event.organisation_id == organisation_id, Event.id.in_({run.event_id for run in runs})
        )
    )
    return {row.id: row for row in rows}


def _detail(run: Run) -> Item:
    """The rule is replayed on the event's facts: the same code that planned, on the same data."""
    event = _one(Event, run.organisation_id, run.event_id)
    version = _one(RuleVersion, run.organisation_id, run.rule_version_id)
    told = explain(event.kind, event.facts, compile_rule(version.id, version.document))
    return {"event": _event(event), "explanation": told.as_json(), "effects": _effects(run)}


def _one(model: type[Any], organisation_id: str, row_id: str) -> Any:
    statement = select(model).where(model.organisation_id == organisation_id, model.id == row_id)
    return current_session().scalars(statement).one()


def _event(event: Event) -> Json:
    return {
        "id": event.id,
        "kind": event.kind,
        "subject_id": event.subject_id,
        "occurred_at": event.occurred_at.isoformat(),
        "cause_effect_id": event.cause_effect_id,
        "facts": event.facts,
    }


def _effects(run: Run) -> list[Json]:
    rows = (
        current_session()
        .scalars(
            select(Effect)
            .where(Effect.organisation_id == run.organisation_id, Effect.run_id == run.id)
            .order_by(Effect.position, Effect.id)
        )
        .all()
    )
    return [*effects.detailed(run.organisation_id, rows)]


_OF_RULE: Final = Filter(
    Parameter("rule", SLUG),
    lambda organisation, slug: Run.rule_version_id.in_(
        select(RuleVersion.id)
        .join(Rule, Rule.id == RuleVersion.rule_id)
        .where(RuleVersion.organisation_id == organisation, Rule.organisation_id == organisation, Rule.slug == slug)
    ),
)
_OF_SUBJECT: Final = Filter(
    Parameter("subject", ID, "what the event is about: id of a submission or invoice"),
    lambda organisation, subject: Run.event_id.in_(
        select(Event.id).where(Event.organisation_id == organisation, Event.subject_id == subject)
    ),
)
RUNS: Final = Collection(
    "runs", "Run", Run, present, (filter_by("state", Run.state, one_of(*STATES)), _OF_RULE, _OF_SUBJECT), _detail
)
ROUTES: Final = RUNS.routes
SCHEMAS: Final[dict[str, Schema]] = {
    "Run": record(_RUN),
    "RunDetail": extended(_RUN, event=EVENT, explanation=OPEN, effects=list_of(reference("EffectDetail"))),
}
