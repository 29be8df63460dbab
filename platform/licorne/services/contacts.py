"""Contacts: found again by the key that the form's author chose, never merged by likeness."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Row, bindparam, func, select, update

from forms.contact import ContactDraft
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import NotFound
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.contact import Contact, ContactKey, ContactTag
from licorne.models.database import current_session
from licorne.models.guard import GuardedSession
from licorne.models.quick import Quick
from licorne.services.live import LiveOrganisation
from rules.expression.json_types import Json

_FILLABLE = ("name", "email", "phone", "company")
# Two short statements: joined, a PostgreSQL that knows nothing of the tables yet reads every contact for each key.
_KEYS = Quick(
    lambda count: select(ContactKey.value, ContactKey.contact_id).where(
        ContactKey.organisation_id == bindparam("organisation"),
        ContactKey.kind == bindparam("kind"),
        ContactKey.value.in_([bindparam(f"v{index}") for index in range(count)]),
    )
)
_CONTACTS = select(
    Contact.id, Contact.name, Contact.email, Contact.phone, Contact.company, Contact.stage, Contact.language
).where(Contact.organisation_id == bindparam("organisation"), Contact.id.in_(bindparam("contacts", expanding=True)))
_TAGS = select(ContactTag.contact_id, ContactTag.tag).where(
    ContactTag.organisation_id == bindparam("organisation"),
    ContactTag.contact_id.in_(bindparam("contacts", expanding=True)),
)
_Found: TypeAlias = tuple[Row[str, str, str | None, str | None, str | None, str, str], list[Json]]
_CONTACT_TABLE, _KEY_TABLE = table_of(Contact), table_of(ContactKey)


@dataclass(frozen=True)
class Sender:
    """The contact behind a submission, known or to be made. `filled` are attributes that were empty until now."""

    id: str
    draft: ContactDraft
    is_new: bool
    facts: dict[str, Json]
    filled: dict[str, str]


def find_senders(organisation_id: str, kind: str, drafts: Sequence[tuple[ContactDraft, str]]) -> list[Sender]:
    """Who sent these answers, each draft with its language; no two drafts with the same key.

    A known contact keeps what it has: a stranger who types its address must not rename it.
    """
    values = [draft.key_value for draft, _ in drafts]
    keys = dict(_KEYS.rows(current_session(), values, organisation=organisation_id, kind=kind))
    known = _known(organisation_id, keys) if keys else {}
    return [
        _known_sender(draft, known[draft.key_value]) if draft.key_value in known else _new_sender(draft, language)
        for draft, language in drafts
    ]


def known_sender(organisation_id: str, contact_id: str, draft: ContactDraft) -> Sender:
    """A contact that a member of staff chose, whatever the answers say. Raises NotFound."""
    known = _known(organisation_id, {draft.key_value: contact_id}) if _exists(organisation_id, contact_id) else {}
    if not known:
        raise NotFound(contact_id)
    return _known_sender(draft, known[draft.key_value])


def _exists(organisation_id: str, contact_id: str) -> bool:
    statement = select(Contact.id).where(Contact.organisation_id == organisation_id, Contact.id == contact_id)
    return current_session().scalar(statement) is not None


def _known(organisation_id: str, contacts: Mapping[str, str]) -> dict[str, _Found]:
    """The contacts of keys, with their tags."""
    session, tags = current_session(), defaultdict[str, list[Json]](list)
    parameters = {"organisation": organisation_id, "contacts": list(contacts.values())}
    rows = {row.id: row for row in session.execute(_CONTACTS, parameters)}
    for row in session.execute(_TAGS, parameters):
        tags[row.contact_id].append(row.tag)
    return {key: (rows[contact], tags[contact]) for key, contact in contacts.items()}


def _known_sender(draft: ContactDraft, found: _Found) -> Sender:
    row, tags = found
    filled = {name: draft.values[name] for name in _FILLABLE if name in draft.values and not getattr(row, name)}
    facts: dict[str, Json] = {
        "id": row.id,
        **{name: filled.get(name) or getattr(row, name) for name in _FILLABLE},
        "stage": row.stage,
        "language": row.language,
        "tags": tags,
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


def write_senders(session: GuardedSession, senders: Sequence[tuple[LiveOrganisation, Sender]]) -> None:
    """Makes new contacts with their keys and fills what known ones lack; each with its organisation.

    Raises:
        IntegrityError: another transaction made one of them meanwhile; the caller rolls back and begins anew.
    """
    new = [(organisation, sender) for organisation, sender in senders if sender.is_new]
    if new:
        insert_rows(session, _CONTACT_TABLE, [_contact_row(*one) for one in new])
        insert_rows(session, _KEY_TABLE, [_key_row(*one) for one in new])
    for organisation, sender in senders:
        if sender.filled:
            session.execute(
                update(Contact)
                .where(Contact.organisation_id == organisation.id, Contact.id == sender.id)
                .values(
                    {
                        name: func.coalesce(func.nullif(_CONTACT_TABLE.c[name], ""), text)
                        for name, text in sender.filled.items()
                    }
                ),
                execution_options={"synchronize_session": False},
            )


def _contact_row(organisation: LiveOrganisation, sender: Sender) -> dict[str, object]:
    facts = sender.facts
    return {
        "id": sender.id,
        "organisation_id": organisation.id,
        **{name: facts[name] for name in _FILLABLE},
        "stage": facts["stage"],
        "language": facts["language"],
        "owner_id": organisation.owner_id,
        "address": {},
        "legal": {},
        "created_at": clock.now(),
    }


def _key_row(organisation: LiveOrganisation, sender: Sender) -> dict[str, object]:
    return {
        "organisation_id": organisation.id,
        "kind": sender.draft.key_kind,
        "value": sender.draft.key_value,
        "contact_id": sender.id,
    }
