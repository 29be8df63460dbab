"""Reminders: rows that become a notice or a mail on their day. The sweeper turns a due one into an effect, once."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, insert, select, update

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import refuse
from licorne.faults import faultpoint
from licorne.models.database import current_session, transaction
from licorne.models.effect import Effect, State
from licorne.models.guard import EVERY, GuardedSession
from licorne.models.work import Reminder
from licorne.services.action import action_for
from licorne.services.parts import ring_after_commit
from licorne.services.steps import effect_row
from rules.expression.json_types import Json

#: The local time of day at which a reminder is due: people read it with their first coffee.
MORNING = time(8, 0)
#: Reminders turned into effects in one transaction.
BATCH = 100
#: channel → the action that carries it
CHANNELS = {"notice": "notify", "mail": "send_email"}


@dataclass(frozen=True)
class NewReminder:
    """A reminder to write; `settings` are those of the action that its channel stands for.

    `state` is `cancelled` where what it would remind of has happened by now.
    """

    channel: str
    due_on: date
    zone: str
    settings: dict[str, Json]
    contact_id: str | None = None
    invoice_id: str | None = None
    task_id: str | None = None
    effect_id: str | None = None
    state: str = "scheduled"


def create(session: GuardedSession, organisation_id: str, new: NewReminder) -> Reminder:
    """Writes a reminder, due on the morning of its day in the organisation's time zone.

    Raises:
        Refused: there is no such channel.
    """
    if new.channel not in CHANNELS:
        raise refuse("unknown_channel", "/channel", channel=new.channel)
    reminder = Reminder(
        id=new_id(),
        organisation_id=organisation_id,
        contact_id=new.contact_id,
        invoice_id=new.invoice_id,
        task_id=new.task_id,
        channel=new.channel,
        settings=new.settings,
        due_at=morning(new.due_on, new.zone),
        state=new.state,
        effect_id=new.effect_id,
        created_at=clock.now(),
    )
    session.add(reminder)
    session.flush()
    return reminder


def morning(day: date, zone: str) -> datetime:
    """The instant of 8 o'clock on a day in a time zone; where a change of clocks skips it, the first moment after."""
    return datetime.combine(day, MORNING, ZoneInfo(zone))


def cancel_for_invoice(session: GuardedSession, organisation_id: str, invoice_id: str) -> None:
    """Cancels what is still scheduled for an invoice."""
    _cancel(session, organisation_id, Reminder.invoice_id == invoice_id)


def cancel_for_task(session: GuardedSession, organisation_id: str, task_id: str) -> None:
    """Cancels what is still scheduled for a task."""
    _cancel(session, organisation_id, Reminder.task_id == task_id)


def _cancel(session: GuardedSession, organisation_id: str, which: ColumnElement[bool]) -> None:
    session.execute(
        update(Reminder)
        .where(Reminder.organisation_id == organisation_id, Reminder.state == "scheduled", which)
        .values(state="cancelled"),
        execution_options={"synchronize_session": False},
    )


def due_exists() -> bool:
    """Whether a reminder is due; a cheap look before the write lock is taken."""
    statement = select(Reminder.id).where(Reminder.state == "scheduled", Reminder.due_at <= clock.now()).limit(1)
    return current_session().scalar(statement.execution_options(**{EVERY: "the sweeper serves all"})) is not None


def tick() -> int:
    """Turns due reminders into effects; their number. Reminder and effect change together: a crash leaves both or none."""
    with transaction() as session:
        due = session.scalars(
            select(Reminder)
            .where(Reminder.state == "scheduled", Reminder.due_at <= clock.now())
            .order_by(Reminder.due_at, Reminder.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
            .execution_options(**{EVERY: "the sweeper serves all"})
        ).all()
        if due:
            session.execute(insert(Effect), [_effect(reminder) for reminder in due])
            ring_after_commit()
        for reminder in due:
            reminder.state = "done"
        faultpoint("sweeper.before_tick")
    faultpoint("sweeper.after_tick")
    return len(due)


def _effect(reminder: Reminder) -> dict[str, object]:
    kind = CHANNELS[reminder.channel]
    return effect_row(
        organisation_id=reminder.organisation_id,
        run_id=None,
        event_id=None,
        step="reminder",
        item="",
        position=0,
        kind=kind,
        effect_class=action_for(kind).effect_class,
        key=f"reminder:{reminder.id}",
        settings=dict(reminder.settings),
        state=State.PENDING,
    )
