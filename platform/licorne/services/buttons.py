"""Buttons that rules put on records: a press is an event, answered by the rules whose trigger names the button and the kind of record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from licorne.adapters import clock
from licorne.errors import Conflict, NotFound
from licorne.models.base import table_of
from licorne.models.contact import Contact, ContactTag
from licorne.models.database import current_session, transaction
from licorne.models.form import Submission
from licorne.models.guard import GuardedSession
from licorne.models.proof import ButtonPress
from licorne.services import audit, contact_details, events, invoices, live, submission_events
from licorne.services.live import LiveOrganisation
from rules.expression.json_types import Json

KIND: Final = "button.pressed"


class _Spent(Exception):
    """The page's token was spent by an earlier press."""


@dataclass(frozen=True)
class Press:
    """Which button, on what, by whom."""

    button: str
    record: str
    record_id: str
    user_id: str


def offered(organisation_id: str, record: str) -> list[str]:
    """The names of the buttons that live rules have on a kind of record, each once."""
    asked = live.organisation(organisation_id).index.settings_of(KIND)
    return sorted({str(one["button"]) for one in asked if one["record"] == record})


def press_once(organisation_id: str, token: str, one: Press) -> str:
    """A press by a page's token (a UUID); a second one with the same token is the first. The event's id.

    Raises:
        NotFound, Conflict: as `press`.
    """
    try:
        return _pressed_by(organisation_id, token) or _press_with(organisation_id, token, one)
    except _Spent:
        return _pressed_by(organisation_id, token)


def _press_with(organisation_id: str, token: str, one: Press) -> str:
    with transaction() as session:
        event_id = press(organisation_id, one.button, one.record, one.record_id, one.user_id)
        if not _spend(session, organisation_id, token, event_id):
            raise _Spent
        return event_id


def _spend(session: GuardedSession, organisation_id: str, token: str, event_id: str) -> bool:
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    table, row = table_of(ButtonPress), {"organisation_id": organisation_id, "token": token, "event_id": event_id}
    statement = dialect.insert(table).values(row).on_conflict_do_nothing().returning(table.c.token)
    return session.execute(statement).first() is not None


def _pressed_by(organisation_id: str, token: str) -> str:
    statement = select(ButtonPress.event_id).where(
        ButtonPress.organisation_id == organisation_id, ButtonPress.token == token
    )
    return current_session().scalar(statement) or ""


def press(organisation_id: str, button: str, record: str, record_id: str, user_id: str) -> str:
    """Writes the event of a press; its id.

    Raises:
        NotFound: there is no such record.
        Conflict: no live rule has such a button.
    """
    organisation = live.organisation(organisation_id)
    with transaction() as session:
        if record not in _FACTS:
            raise NotFound(record)
        pressed: dict[str, Json] = {"name": button, "record": record, "pressed_by": user_id}
        facts: dict[str, Json] = {
            **_FACTS[record](session, organisation, record_id),
            "button": pressed,
            "organisation": organisation.facts,
            "catalogue": dict(organisation.catalogue),
            "today": clock.today(organisation.zone).isoformat(),
        }
        subject = events.Subject(organisation_id, KIND, record_id, facts)
        planned = events.plan_event(organisation.index, organisation.stamp, subject)
        if not planned.runs:
            raise Conflict("no_such_button", button=button)
        events.write(session, planned)
        audit.record(session, organisation_id, f"user:{user_id}", KIND, record_id, {"button": button})
        return str(planned.event["id"])


def _contact(session: GuardedSession, organisation: LiveOrganisation, contact_id: str) -> dict[str, Json]:
    mine = Contact.organisation_id == organisation.id
    contact = session.scalars(select(Contact).where(mine, Contact.id == contact_id)).first()
    if contact is None:
        raise NotFound(contact_id)
    tags = session.scalars(
        select(ContactTag.tag).where(ContactTag.organisation_id == organisation.id, ContactTag.contact_id == contact_id)
    )
    return {"contact": contact_details.facts(contact_details.columns(contact), tags.all())}


def _invoice(session: GuardedSession, organisation: LiveOrganisation, invoice_id: str) -> dict[str, Json]:
    invoice = invoices.get(organisation.id, invoice_id)
    about = invoices.invoice_facts(invoice, invoices.load_model(invoice))
    return {"invoice": about, **_contact(session, organisation, invoice.contact_id)}


def _submission(session: GuardedSession, organisation: LiveOrganisation, submission_id: str) -> dict[str, Json]:
    submission = session.scalars(
        select(Submission).where(Submission.organisation_id == organisation.id, Submission.id == submission_id)
    ).first()
    if submission is None or submission.deleted_at or submission.erased_at:
        raise NotFound(submission_id)
    return submission_events.facts_of(session, organisation, submission)


_Facts = Callable[[GuardedSession, LiveOrganisation, str], Mapping[str, Json]]
_FACTS: Final[Mapping[str, _Facts]] = {"contact": _contact, "invoice": _invoice, "submission": _submission}
