"""Invoices that are due: the sweeper tells the rules at eight o'clock, so many days before or after the due day as each rule says.

An invoice that is paid by then is not told of. After a downtime what was missed is told, and bears its own day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, select

from licorne.adapters import clock
from licorne.models.database import current_session, transaction
from licorne.models.event import Event
from licorne.models.invoice import Invoice
from licorne.services import invoices, listening, live
from licorne.services.live import LiveOrganisation
from licorne.services.reminders import morning
from rules.expression.json_types import Json

KIND: Final = "invoice.due"
#: Told in one round at most, for each rule.
BATCH: Final = 200
#: What was due longer ago, while nothing ran or nobody had published the rule, is not told of.
_MISSED: Final = timedelta(days=31)
#: A rule hears of what became due in the hour before it was published: it may replace a version that had no time left.
_BEFORE: Final = timedelta(hours=1)
#: What is told later than this was missed.
_GRACE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Wish:
    """What one live rule waits for: `days` after the due day, before it where they are negative."""

    organisation_id: str
    days: int
    since: datetime


def tick() -> int:
    """Tells of every invoice that is due, for all organisations; how many times."""
    return sum(_tell(wish, found) for wish in list(_wishes()) for found in _due(wish))


def _wishes() -> Iterator[Wish]:
    for one in listening.listeners(KIND):
        yield Wish(one.organisation_id, int(one.settings["due_days"]), one.since)


def _due(wish: Wish) -> list[str]:
    """Ids of the invoices whose day has come."""
    organisation = live.organisation(wish.organisation_id)
    last = _day_by(clock.now(), organisation.zone)
    first = max(_day_by(wish.since - _BEFORE, organisation.zone) + timedelta(days=1), last - _MISSED)
    statement = open_ones(wish.organisation_id, wish.days, first, last)
    return [row.id for row in current_session().scalars(statement.order_by(Invoice.due_on, Invoice.id).limit(BATCH))]


def _day_by(now: datetime, zone: str) -> date:
    """The last day whose eight o'clock has been by then."""
    day = clock.date_in(now, zone)
    return day if morning(day, zone) <= now else day - timedelta(days=1)


def open_ones(organisation_id: str, days: int, first: date, last: date) -> Select[Invoice]:
    """What is open and comes on a day of these, both included, and was not told of so many days from its due day."""
    away = timedelta(days=days)
    return _untold(organisation_id, days).where(Invoice.due_on >= first - away, Invoice.due_on <= last - away)


def _untold(organisation_id: str, days: int) -> Select[Invoice]:
    # So many days before: an invoice that was given fewer has no such day.
    mine = (Invoice.organisation_id == organisation_id, Invoice.state == "issued")
    return select(Invoice).where(*mine, _days_given() >= -days, ~_is_told(days))


def _days_given() -> ColumnElement[Any]:
    """Days from the issue to the due day."""
    if current_session().get_bind().dialect.name == "sqlite":
        return func.julianday(Invoice.due_on) - func.julianday(Invoice.issued_on)
    return Invoice.due_on - Invoice.issued_on


def _is_told(days: int) -> ColumnElement[bool]:
    facts: Any = Event.facts
    return exists().where(
        Event.organisation_id == Invoice.organisation_id,
        Event.subject_id == Invoice.id,
        Event.kind == KIND,
        facts["due"]["days"].as_integer() == days,
    )


def _tell(wish: Wish, invoice_id: str) -> bool:
    with transaction() as session:
        # Another sweeper may be at it, or a payment.
        mine = (Invoice.organisation_id == wish.organisation_id, Invoice.id == invoice_id)
        session.execute(select(Invoice.id).where(*mine).with_for_update())
        found = session.scalar(_untold(wish.organisation_id, wish.days).where(Invoice.id == invoice_id))
        if found is None:
            return False
        organisation = live.organisation(wish.organisation_id)
        invoices.tell(session, organisation, KIND, found, more=facts_of(organisation, found, wish.days, clock.now()))
        return True


def facts_of(organisation: LiveOrganisation, invoice: Invoice, days: int, now: datetime) -> Mapping[str, Json]:
    """The event's own facts; `today` is the day that had come, however late it is told."""
    day = invoice.due_on + timedelta(days=days)
    is_late = now - morning(day, organisation.zone) > _GRACE
    return {"due": {"days": days, "on": day.isoformat(), "is_late": is_late}, "today": day.isoformat()}
