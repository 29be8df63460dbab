"""Waits of runs: rows with a due instant beside their effects, ended once by their time, an event or a person.

Whoever ends one locks its row first: the time-out and the answer cannot both win. Ending it makes its effect due; the executor then
writes what came of it, the event that tells of it and the next stretch of the run in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import select, update

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.faults import faultpoint
from licorne.models.effect import Effect, State
from licorne.models.event import Event
from licorne.models.flow import Wait
from licorne.models.guard import GuardedSession
from licorne.services import causes, events, live
from licorne.services.action import Result, Work
from licorne.services.parts import ring_after_commit
from rules.durations import ends, until
from rules.expression.evaluate import compile_condition
from rules.expression.json_types import Json
from rules.expression.paths import Missing, lookup, parse_path
from rules.expression.problem import Refused
from rules.expression.values import as_text
from rules.results import ENDED_ON, OUTCOME

#: When an effect is due that only an event or a person ends.
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
_LONGEST: Final = 320
#: Facts that are too large to be kept with a wait.
_LEFT_OUT: Final = frozenset({"catalogue"})


@dataclass(frozen=True)
class Aim:
    """What a wait is for, as columns of its row."""

    kind: str
    due_at: datetime | None = None
    due_on: date | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


def aim_of(settings: Mapping[str, Any], now: datetime, zone: str) -> Aim:
    """The aim that the settings of a wait name. Raises Refused where its duration or date is none."""
    if "until" in settings:
        due_on, due_at = until(settings["until"], zone, "/until")
        return Aim("time", due_at, due_on)
    if "for" in settings:
        return _timed("time", ends(settings["for"], now, zone, "/for"), zone)
    event = settings["event"]
    match = event.get("match") or {}
    more = {
        "event_kind": event["kind"],
        "match_fact": match.get("fact"),
        "match_value": (as_text(match.get("value")) or "")[:_LONGEST] if match else None,
        "condition": event.get("if"),
    }
    return _timed("event", time_out(settings, now, zone), zone, more)


def time_out(settings: Mapping[str, Any], now: datetime, zone: str) -> datetime | None:
    """When the time is up, None where it never is."""
    return ends(settings["timeout"], now, zone, "/timeout") if "timeout" in settings else None


def _timed(kind: str, due_at: datetime | None, zone: str, more: Mapping[str, Any] | None = None) -> Aim:
    return Aim(kind, due_at, clock.date_in(due_at, zone) if due_at else None, more or {})


def of(session: GuardedSession, work: Work) -> Wait | None:
    """The locked row of an effect's wait, once it has begun."""
    statement = select(Wait).where(Wait.organisation_id == work.organisation_id, Wait.effect_id == work.id)
    return session.scalars(statement.with_for_update().execution_options(populate_existing=True)).first()


def begin(session: GuardedSession, work: Work, aim: Aim) -> Wait:
    """Writes the row of a wait that begins now."""
    assert work.run_id is not None  # only steps of rules wait
    texts: dict[str, Any] = {"title": "", "detail": "", "need": "", "asked": [], "decisions": []}
    wait = Wait(
        id=new_id(),
        organisation_id=work.organisation_id,
        run_id=work.run_id,
        effect_id=work.id,
        kind=aim.kind,
        state="open",
        due_at=aim.due_at,
        due_on=aim.due_on,
        created_at=work.now,
        **(texts | dict(aim.more)),
    )
    session.add(wait)
    session.flush()
    return wait


def go_on(session: GuardedSession, work: Work, wait: Wait) -> Result:
    """Puts the effect off for as long as its wait is open and not due; concludes it else."""
    if wait.state == "open" and (wait.due_at is None or wait.due_at > work.now):
        faultpoint("wait.before_put_off")
        return Result(detail={"until": wait.due_at.isoformat() if wait.due_at else None}, put_off=wait.due_at or NEVER)
    if wait.state == "open":
        end(wait, "time" if wait.kind == "time" else "timeout")
    session.flush()
    faultpoint("wait.before_conclusion")
    return Result(_conclusion(session, work, wait))


def end(wait: Wait, outcome: str) -> None:
    """Ends a locked wait that is open."""
    wait.state, wait.outcome, wait.ended_at = "ended", outcome, clock.now()


def call(session: GuardedSession, wait: Wait) -> None:
    """Makes the effect of a wait that was ended due. One that was cancelled meanwhile stays so."""
    session.execute(
        update(Effect)
        .where(
            Effect.organisation_id == wait.organisation_id,
            Effect.id == wait.effect_id,
            Effect.state == State.PENDING.value,
        )
        .values(next_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
    ring_after_commit()


def _conclusion(session: GuardedSession, work: Work, wait: Wait) -> dict[str, Json]:
    """What later steps see of the wait, once the rules were told that it has ended."""
    organisation = live.organisation(work.organisation_id)
    today = clock.date_in(work.now, organisation.zone).isoformat()
    due_on = wait.due_on.isoformat() if wait.due_on else None
    value: dict[str, Json] = {OUTCOME: wait.outcome, "due_on": due_on, ENDED_ON: today}
    if wait.event_facts is not None:
        value["event"] = wait.event_facts
    if wait.kind == "approval":
        value |= {"by": [str(one["user"]) for one in wait.decisions], "reason": _reason(wait)}
    kind = "approval.decided" if wait.kind == "approval" else "wait.ended"
    tell(session, work, kind, {"wait": {"step": work.step, "title": wait.title, **value}})
    return value


def _reason(wait: Wait) -> str:
    return str(wait.decisions[-1]["reason"]) if wait.decisions else ""


def tell(session: GuardedSession, work: Work, kind: str, more: Mapping[str, Json]) -> None:
    """Writes an event that an effect of a run causes; it has the facts of the run's event and `more`."""
    organisation, cause = live.organisation(work.organisation_id), causes.of_work(work)
    event = _event(session, work.organisation_id, str(work.event_id))
    facts: dict[str, Json] = {**event.facts, "today": clock.date_in(work.now, organisation.zone).isoformat(), **more}
    subject = events.Subject(organisation.id, kind, event.subject_id, facts, work.id, cause.depth, cause.chain)
    events.write(session, events.plan_event(organisation.index, organisation.stamp, subject))


def _event(session: GuardedSession, organisation_id: str, event_id: str) -> Event:
    return session.scalars(select(Event).where(Event.organisation_id == organisation_id, Event.id == event_id)).one()


def wake(session: GuardedSession, organisation_id: str, event_id: str) -> int:
    """Ends the waits for such an event that had begun when it happened; how many."""
    event = _event(session, organisation_id, event_id)
    mine = (
        Wait.organisation_id == organisation_id,
        Wait.event_kind == event.kind,
        Wait.state == "open",
        Wait.created_at <= event.occurred_at,
    )
    woken = 0
    for fact in session.scalars(select(Wait.match_fact).where(*mine).distinct()).all():
        matching = Wait.match_fact.is_(None) if fact is None else _matches(fact, event.facts)
        statement = select(Wait).where(*mine, matching).order_by(Wait.id).with_for_update()
        for wait in session.scalars(statement.execution_options(populate_existing=True)).all():
            woken += _woken(session, wait, event)
    return woken


def _matches(fact: str, facts: Mapping[str, Json]) -> Any:
    path = parse_path(fact)
    found = lookup(facts, path) if path else Missing.MISSING
    value = None if isinstance(found, Missing) else as_text(found)
    return (Wait.match_fact == fact) & (Wait.match_value == (value or "")[:_LONGEST])


def _woken(session: GuardedSession, wait: Wait, event: Event) -> bool:
    if wait.condition is not None and not _holds(wait.condition, event.facts):
        return False
    end(wait, "event")
    wait.event_facts = {name: fact for name, fact in event.facts.items() if name not in _LEFT_OUT}
    session.flush()
    call(session, wait)
    return True


def _holds(condition: Json, facts: Mapping[str, Json]) -> bool:
    try:
        return compile_condition(condition)(facts)
    except Refused:  # too much to look at: the event is not the awaited one, the time-out stays
        return False
