"""Merging two contacts that a person knows to be one: what can move moves, issued documents keep the name that they bear."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.engine import CursorResult

from licorne.errors import Conflict, NotFound
from licorne.models.contact import Contact, ContactKey, ContactTag
from licorne.models.database import transaction
from licorne.models.form import Submission
from licorne.models.guard import GuardedSession
from licorne.models.work import Message, Reminder, Task
from licorne.services import audit
from rules.expression.json_types import Json

_FILLABLE: Final = ("email", "phone", "company", "owner_id")
#: What belongs to a contact and can be told to belong to another. Invoices and files are frozen and stay (`family`).
_MOVED: Final[tuple[tuple[str, Any], ...]] = (
    ("submissions", Submission),
    ("tasks", Task),
    ("reminders", Reminder),
    ("mails", Message),
    ("keys", ContactKey),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """The contact that stays, and the one that becomes part of it."""

    kept: Contact
    gone: Contact


def family(organisation_id: str, contact_id: str) -> Any:
    """Ids of a contact and of all that were merged into it, as a subquery: issued invoices still name those."""
    return select(Contact.id).where(
        Contact.organisation_id == organisation_id, or_(Contact.id == contact_id, Contact.merged_into_id == contact_id)
    )


def merge(organisation_id: str, kept_id: str, gone_id: str, actor: str) -> None:
    """Makes one contact of two. What the kept one lacks is filled in; what both have, the kept one keeps.

    Raises:
        NotFound. Conflict: they are one already, or one of them was merged meanwhile.
    """
    with transaction() as session:
        pair = _locked(session, organisation_id, kept_id, gone_id)
        moved = {name: _move(session, pair, model) for name, model in _MOVED}
        _move_tags(session, pair)
        _fill(pair)
        session.execute(
            update(Contact)
            .where(Contact.organisation_id == organisation_id, Contact.merged_into_id == gone_id)
            .values(merged_into_id=kept_id),
            execution_options={"synchronize_session": False},
        )
        pair.gone.merged_into_id = kept_id
        session.flush()
        detail: dict[str, Json] = {"kept": kept_id, "gone": gone_id, "moved": dict(moved)}
        for contact_id in (kept_id, gone_id):
            audit.record(session, organisation_id, actor, "contact.merged", contact_id, detail)


def _locked(session: GuardedSession, organisation_id: str, kept_id: str, gone_id: str) -> Pair:
    statement = (
        select(Contact)
        .where(Contact.organisation_id == organisation_id, Contact.id.in_([kept_id, gone_id]))
        .order_by(Contact.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {contact.id: contact for contact in session.scalars(statement)}
    if kept_id == gone_id:
        raise Conflict("contact_is_the_same")
    if len(found) != 2:
        raise NotFound(gone_id)
    if any(contact.merged_into_id for contact in found.values()):
        raise Conflict("contact_was_merged")
    return Pair(found[kept_id], found[gone_id])


def _move(session: GuardedSession, pair: Pair, model: Any) -> int:
    done = session.execute(
        update(model)
        .where(model.organisation_id == pair.kept.organisation_id, model.contact_id == pair.gone.id)
        .values(contact_id=pair.kept.id),
        execution_options={"synchronize_session": False},
    )
    assert isinstance(done, CursorResult)
    return done.rowcount


def _move_tags(session: GuardedSession, pair: Pair) -> None:
    mine = pair.kept.organisation_id
    has = select(ContactTag.tag).where(ContactTag.organisation_id == mine, ContactTag.contact_id == pair.kept.id)
    theirs = (ContactTag.organisation_id == mine, ContactTag.contact_id == pair.gone.id)
    session.execute(
        delete(ContactTag).where(*theirs, ContactTag.tag.in_(list(session.scalars(has)))),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(ContactTag).where(*theirs).values(contact_id=pair.kept.id),
        execution_options={"synchronize_session": False},
    )


def _fill(pair: Pair) -> None:
    kept, gone = pair.kept, pair.gone
    for name in _FILLABLE:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    kept.address = kept.address or gone.address
    kept.legal = {**gone.legal, **kept.legal}
    if gone.stage == "client":
        kept.stage = "client"
