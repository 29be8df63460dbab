"""Contacts: found again by the key that the form's author chose, never merged by likeness."""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from forms.contact import ContactDraft
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.base import table_of
from licorne.models.contact import Contact, ContactKey, ContactTag
from licorne.models.database import current_session
from licorne.models.guard import GuardedSession
from rules.expression.json_types import Json

_FILLABLE = ("name", "email", "phone", "company")
_FIND = (
    select(
        Contact.id,
        Contact.name,
        Contact.email,
        Contact.phone,
        Contact.company,
        Contact.stage,
        Contact.language,
        Contact.owner_id,
    )
    .join(ContactKey, (ContactKey.contact_id == Contact.id) & (ContactKey.organisation_id == Contact.organisation_id))
    .where(
        ContactKey.organisation_id == bindparam("organisation"),
        ContactKey.kind == bindparam("kind"),
        ContactKey.value == bindparam("value"),
    )
)
_TAGS = select(ContactTag.tag).where(
    ContactTag.organisation_id == bindparam("organisation"), ContactTag.contact_id == bindparam("contact")
)


class KeyTaken(Exception):
    """Another submission has just made the contact of this key: look it up again."""


@dataclass(frozen=True)
class Sender:
    """The contact behind a submission, known or to be made. `filled` are attributes that were empty until now."""

    id: str
    draft: ContactDraft
    is_new: bool
    facts: dict[str, Json]
    filled: dict[str, str]


def find_sender(organisation_id: str, draft: ContactDraft, language: str) -> Sender:
    """Who sent these answers. A known contact keeps what it has: a stranger who types its address must not rename it."""
    session = current_session()
    row = session.execute(
        _FIND, {"organisation": organisation_id, "kind": draft.key_kind, "value": draft.key_value}
    ).first()
    if row is None:
        return _new_sender(draft, language)
    tags = session.scalars(_TAGS, {"organisation": organisation_id, "contact": row.id}).all()
    filled = {name: draft.values[name] for name in _FILLABLE if name in draft.values and not getattr(row, name)}
    known = {name: filled.get(name) or getattr(row, name) for name in _FILLABLE}
    facts: dict[str, Json] = {
        "id": row.id,
        **known,
        "stage": row.stage,
        "language": row.language,
        "tags": list(tags),
        "is_new": False,
    }
    return Sender(row.id, draft, False, facts, filled)


def _new_sender(draft: ContactDraft, language: str) -> Sender:
    values = {name: draft.values.get(name) for name in _FILLABLE}
    name = values["name"] or draft.key_value
    contact_id = new_id()
    facts: dict[str, Json] = {
        **values,
        "id": contact_id,
        "name": name,
        "stage": "prospect",
        "language": language,
        "tags": [],
        "is_new": True,
    }
    return Sender(contact_id, draft, True, facts, {})


_INSERT_CONTACT = insert(table_of(Contact))
# RETURNING tells whether the row is ours; psycopg's row count is gone once SQLAlchemy has closed an INSERT's cursor.
_CLAIM_KEY = {
    "sqlite": sqlite.insert(table_of(ContactKey)).on_conflict_do_nothing().returning(ContactKey.contact_id),
    "postgresql": postgresql.insert(table_of(ContactKey)).on_conflict_do_nothing().returning(ContactKey.contact_id),
}


def write_sender(session: GuardedSession, organisation_id: str, sender: Sender, owner_id: str | None) -> None:
    """Makes a new contact with its key, or fills what a known one lacks.

    Raises:
        KeyTaken: another transaction made the contact meanwhile; the caller rolls back and begins anew.
    """
    if sender.is_new:
        _create(session, organisation_id, sender, owner_id)
    elif sender.filled:
        session.execute(
            update(Contact)
            .where(Contact.organisation_id == organisation_id, Contact.id == sender.id)
            .values(**sender.filled),
            execution_options={"synchronize_session": False},
        )


def _create(session: GuardedSession, organisation_id: str, sender: Sender, owner_id: str | None) -> None:
    facts = sender.facts
    row = {
        "id": sender.id,
        "organisation_id": organisation_id,
        **{name: facts[name] for name in _FILLABLE},
        "stage": facts["stage"],
        "language": facts["language"],
        "owner_id": owner_id,
        "address": {},
        "legal": {},
        "created_at": clock.now(),
    }
    session.execute(_INSERT_CONTACT, row)
    key = {
        "organisation_id": organisation_id,
        "kind": sender.draft.key_kind,
        "value": sender.draft.key_value,
        "contact_id": sender.id,
    }
    if session.execute(_CLAIM_KEY[session.get_bind().dialect.name], key).first() is None:
        raise KeyTaken(sender.draft.key_value)
