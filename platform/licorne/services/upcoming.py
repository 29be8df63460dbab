"""What will happen by itself in the next days, as things stand: read from the rows of runs, reminders and schedules (`ahead`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from licorne.adapters import clock
from licorne.models.database import current_session
from licorne.models.effect import Effect, State
from licorne.models.event import Event, Run
from licorne.models.flow import Wait
from licorne.models.guard import GuardedSession
from licorne.models.invoice import Invoice
from licorne.models.rule import Rule
from licorne.models.work import Reminder
from licorne.services import due_dates, invoices, live, rule_versions
from licorne.services.ahead import Ahead, Dated, Doing, Item, Scheduled, Todo
from licorne.services.effect_rows import QUEUE
from licorne.services.live import LiveOrganisation
from licorne.services.reminders import morning
from licorne.services.replay import is_planned
from rules.plan import SCHEDULE, CompiledRule
from rules.results import Finished

DAYS: Final = 90
#: Runs under way that are followed; an organisation with more has other worries than the list.
MOST_RUNS: Final = 2_000
_OVER: Final = (State.DONE.value, State.HANDLED.value)
_TODO: Final = (State.PENDING.value, State.LEASED.value, State.WAITING.value)
_BATCH: Final = 500


@dataclass(frozen=True)
class _Row:
    """A run that is under way, with its event."""

    run: Run
    event: Event


def upcoming(organisation_id: str, days: int = DAYS) -> list[Item]:
    """Everything that will happen by itself, in its order. Nothing while all rules are halted but what people were promised."""
    session, organisation = current_session(), live.organisation(organisation_id)
    now = clock.now()
    versions = _live_versions(session, organisation_id)
    ahead = Ahead(organisation.index, versions, now, now + timedelta(days=days), organisation.zone)
    reminders = [*_reminders(session, organisation_id, now, ahead.until), *_alone(session, organisation_id, now)]
    dues = _dues(session, organisation, versions, ahead)
    return ahead.reckon(_doings(session, organisation_id), reminders, _schedules(organisation, versions), dues)


def _live_versions(session: GuardedSession, organisation_id: str) -> Mapping[str, CompiledRule]:
    statement = select(Rule.live_version_id).where(
        Rule.organisation_id == organisation_id, Rule.live_version_id.is_not(None)
    )
    return rule_versions.compiled_all(session, organisation_id, [str(one) for one in session.scalars(statement)])


def _schedules(organisation: LiveOrganisation, versions: Mapping[str, CompiledRule]) -> Iterator[Scheduled]:
    facts = {"organisation": organisation.facts, "catalogue": dict(organisation.catalogue)}
    return (Scheduled(one, facts) for one in versions.values() if one.kind == SCHEDULE)


def _dues(
    session: GuardedSession, organisation: LiveOrganisation, versions: Mapping[str, CompiledRule], ahead: Ahead
) -> Iterator[Dated]:
    """The days that rules wait for of invoices that are open now; none of them is paid until then, as things stand."""
    zone, kind = organisation.zone, due_dates.KIND
    waited = {int(str(one.document.trigger.settings["due_days"])) for one in versions.values() if one.kind == kind}
    first, last = clock.date_in(ahead.now, zone), clock.date_in(ahead.until, zone)
    for days in sorted(waited):
        for invoice in session.scalars(due_dates.open_ones(organisation.id, days, first, last).order_by(Invoice.id)):
            at = max(ahead.now, morning(invoice.due_on + timedelta(days=days), zone))
            if at <= ahead.until:
                known = invoices.event_facts(session, organisation, invoice)
                facts = {**known, **due_dates.facts_of(organisation, invoice, days, at)}
                yield Dated(kind, at, facts, {"number": invoice.number, "days": days})


def _reminders(session: GuardedSession, organisation_id: str, now: datetime, until: datetime) -> Iterator[Item]:
    rows = session.execute(
        select(Reminder, Effect.run_id, Run.rule_version_id)
        .outerjoin(Effect, (Effect.organisation_id == Reminder.organisation_id) & (Effect.id == Reminder.effect_id))
        .outerjoin(Run, (Run.organisation_id == Effect.organisation_id) & (Run.id == Effect.run_id))
        .where(
            Reminder.organisation_id == organisation_id,
            Reminder.state == "scheduled",
            Reminder.due_at <= until,
        )
    )
    for reminder, run_id, version_id in rows:
        parameters = reminder.settings.get("parameters") or reminder.settings.get("facts")
        text = parameters.get("text") or parameters.get("title") if isinstance(parameters, dict) else ""
        told = {"text": text or "", "channel": reminder.channel}
        yield Item(max(now, reminder.due_at), "reminder", "reminder", version_id, run_id, settings=told)


def _alone(session: GuardedSession, organisation_id: str, now: datetime) -> Iterator[Item]:
    """What no run asked for and is put off: another try at a mail, say."""
    rows = session.scalars(
        select(Effect).where(
            Effect.organisation_id == organisation_id,
            Effect.run_id.is_(None),
            Effect.state == State.PENDING.value,
            Effect.queue == QUEUE,
        )
    )
    for effect in rows:
        yield Item(max(now, effect.next_at), "step", effect.kind, step=effect.step, settings=effect.settings)


def _doings(session: GuardedSession, organisation_id: str) -> Iterator[Doing]:
    rows = _under_way(session, organisation_id)
    for begin in range(0, len(rows), _BATCH):
        batch = rows[begin : begin + _BATCH]
        ids = [one.run.id for one in batch]
        effects = _by_run(session, organisation_id, ids)
        waits = _waits(session, organisation_id, ids)
        for one in batch:
            compiled = rule_versions.compiled(session, organisation_id, one.run.rule_version_id)
            if all(effect.queue == QUEUE for effect in effects[one.run.id] if effect.state in _TODO):
                yield _doing(one, compiled, effects[one.run.id], waits)


def _under_way(session: GuardedSession, organisation_id: str) -> Sequence[_Row]:
    statement = (
        select(Run, Event)
        .join(Event, (Event.organisation_id == Run.organisation_id) & (Event.id == Run.event_id))
        .where(Run.organisation_id == organisation_id, Run.state == "running")
        .order_by(Run.id)
        .limit(MOST_RUNS)
    )
    return [_Row(run, event) for run, event in session.execute(statement)]


def _by_run(session: GuardedSession, organisation_id: str, run_ids: list[str]) -> dict[str, list[Effect]]:
    found: dict[str, list[Effect]] = {run_id: [] for run_id in run_ids}
    mine = (Effect.organisation_id == organisation_id, Effect.run_id.in_(run_ids))
    for effect in session.scalars(select(Effect).where(*mine).order_by(Effect.position, Effect.id)):
        found[str(effect.run_id)].append(effect)
    return found


def _waits(session: GuardedSession, organisation_id: str, run_ids: list[str]) -> dict[str, str]:
    """The kinds of open waits, by effect."""
    mine = (Wait.organisation_id == organisation_id, Wait.run_id.in_(run_ids), Wait.state == "open")
    rows = session.execute(select(Wait.effect_id, Wait.kind).where(*mine))
    return {row.effect_id: row.kind for row in rows}


def _doing(row: _Row, compiled: CompiledRule, effects: Iterable[Effect], waits: Mapping[str, str]) -> Doing:
    planned = [effect for effect in effects if is_planned(effect)]
    done = [effect for effect in planned if effect.state in _OVER]
    return Doing(
        compiled=compiled,
        facts=row.event.facts,
        todo=[_todo(effect, waits) for effect in planned if effect.state in _TODO],
        cursor=row.run.cursor or "",
        finished=[Finished(one.step, one.item, one.kind, one.result or {}) for one in done],
        run_id=row.run.id,
        depth=row.event.depth,
        chain=tuple(row.event.chain or ()),
    )


def _todo(effect: Effect, waits: Mapping[str, str]) -> Todo:
    at = effect.next_at if effect.state == State.PENDING else None
    return Todo(effect.step, effect.item, effect.kind, effect.settings, at, waits.get(effect.id, ""))
