"""The event log: an event, the runs that answer it and their effects, written in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Refused
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.effect import Effect, State
from licorne.models.event import Event, Run
from licorne.models.guard import GuardedSession
from licorne.services import limits
from licorne.services.action import action_for
from licorne.services.causes import allowed
from licorne.services.effect_rows import cannot_bind, effect_row
from licorne.services.parts import ring_after_commit
from licorne.services.planned import Planned
from licorne.services.stretches import intent_rows
from rules.expression.bind import bind
from rules.expression.json_types import Json
from rules.plan import Plan, RuleIndex, plan_hash


@dataclass(frozen=True)
class Subject:
    """What an event is about and what it may be judged by. `depth` and `chain` are those of its cause (`causes`)."""

    organisation_id: str
    kind: str
    subject_id: str
    facts: Mapping[str, Json]
    cause_effect_id: str | None = None
    depth: int = 0
    chain: tuple[str, ...] = ()


def plan_event(index: RuleIndex, stamp: int, subject: Subject) -> Planned:
    """What an event will be and cause. Done before the write transaction begins, so that the lock is held for inserts only."""
    now = clock.now()
    plans, halted = allowed(index.plan(subject.kind, subject.facts), subject.depth, subject.chain)
    event = {
        "id": new_id(),
        "organisation_id": subject.organisation_id,
        "kind": subject.kind,
        "subject_id": subject.subject_id,
        "facts": dict(subject.facts),
        "occurred_at": now,
        "cause_effect_id": subject.cause_effect_id,
        "depth": subject.depth,
        "stamp": stamp,
        "chain": list(subject.chain) or None,
        "halted": halted,
    }
    runs = [_run_row(subject.organisation_id, str(event["id"]), plan, now) for plan in plans]
    effects = [_effect_rows(run, plan, subject.facts, now) for run, plan in zip(runs, plans, strict=True)]
    for run, plan, rows in zip(runs, plans, effects, strict=True):
        run["state"] = _run_state(plan, [str(row["state"]) for row in rows])
        run["finished_at"] = None if run["state"] == "running" else now
    written = [*(row for rows in effects for row in rows), *_woken(index, event, now)]
    return Planned(event, tuple(runs), tuple(written), _limited(runs, plans))


def _limited(runs: Sequence[Mapping[str, object]], plans: Sequence[Plan]) -> dict[str, Mapping[str, Json]]:
    found = zip(runs, plans, strict=True)
    return {str(run["id"]): plan.limits for run, plan in found if plan.limits and not plan.problems}


def _run_state(plan: Plan, states: list[str]) -> str:
    """A rule that cannot be followed fails alone and visibly: it must never refuse the customer whose answers it reads."""
    if plan.problems or State.FAILED.value in states:
        return "failed"
    return "done" if all(state == State.SKIPPED.value for state in states) and not plan.cursor else "running"


def write(session: GuardedSession, *events: Planned) -> None:
    """Writes planned events with all they cause, and rings after the commit."""
    planned = limits.judge(session, events) if any(one.limited for one in events) else events
    insert_rows(session, _EVENT, [one.event for one in planned])
    runs = [run for one in planned for run in one.runs]
    if runs:
        insert_rows(session, _RUN, runs)
    effects = [effect for one in planned for effect in one.effects]
    if effects:
        insert_rows(session, _EFFECT, effects)
        ring_after_commit()


__all__ = ["Planned", "Subject", "plan_event", "write"]
#: The action that looks for the runs that wait for an event.
WAKE = "wake_waits"
_EVENT, _RUN, _EFFECT = table_of(Event), table_of(Run), table_of(Effect)


def _run_row(organisation_id: str, event_id: str, plan: Plan, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "organisation_id": organisation_id,
        "event_id": event_id,
        "rule_version_id": plan.version_id,
        "plan_sha256": plan_hash([plan]),
        "problems": [problem.as_json() for problem in plan.problems],
        "cursor": plan.cursor or None,
        "created_at": now,
    }


def _effect_rows(
    run: Mapping[str, object], plan: Plan, facts: Mapping[str, Json], now: datetime
) -> list[dict[str, object]]:
    """The first wanted step is due with finished settings; the others wait for it in their planned form."""
    rows = intent_rows(str(run["organisation_id"]), str(run["id"]), str(run["event_id"]), plan.intents, 0, now)
    for row, intent in zip(rows, plan.intents, strict=True):
        try:
            settings = bind(intent.settings, facts, {})
        except Refused as refusal:
            row |= {"state": State.FAILED.value, "error": cannot_bind(refusal)}
            break
        if settings is not None:
            row |= {"state": State.PENDING.value, "settings": settings}
            break
        row["state"] = State.SKIPPED.value
    return rows


def _woken(index: RuleIndex, event: Mapping[str, object], now: datetime) -> list[dict[str, object]]:
    """The effect that looks for the runs that wait for such an event; none where no rule ever waits for its kind."""
    if event["kind"] not in index.awaited:
        return []
    row = effect_row(
        organisation_id=str(event["organisation_id"]),
        run_id=None,
        event_id=str(event["id"]),
        step="",
        item="",
        position=0,
        kind=WAKE,
        effect_class=action_for(WAKE).effect_class,
        key=f"event:{event['id']}",
        settings={},
        state=State.PENDING,
        now=now,
    )
    return [row]
