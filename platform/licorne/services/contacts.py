"""Contacts: found again by the key that the form's author chose, never merged by likeness."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Text, bindparam, case, cast, func, select, update

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
from licorne.services import contact_details
from licorne.services.live import LiveOrganisation
from rules.expression.json_types import Json

# Two short statements: joined, a PostgreSQL that knows nothing of the tables yet reads every contact for each key.
_KEYS = Quick(
    lambda count: select(ContactKey.value, ContactKey.contact_id).where(
        ContactKey.organisation_id == bindparam("organisation"),
        ContactKey.kind == bindparam("kind"),
        ContactKey.value.in_([bindparam(f"v{index}") for index in range(count)]),
    )
)
_CONTACTS = select(
    Contact.id,
    Contact.name,
    Contact.email,
    Contact.phone,
    Contact.company,
    Contact.stage,
    Contact.language,
    Contact.address,
    Contact.legal,
).where(Contact.organisation_id == bindparam("organisation"), Contact.id.in_(bindparam("contacts", expanding=True)))
_TAGS = select(ContactTag.contact_id, ContactTag.tag).where(
    ContactTag.organisation_id == bindparam("organisation"),
    ContactTag.contact_id.in_(bindparam("contacts", expanding=True)),
)
_Found: TypeAlias = tuple[dict[Any, Any], list[Json]]
_CONTACT_TABLE, _KEY_TABLE = table_of(Contact), table_of(ContactKey)


@dataclass(frozen=True)
class Sender:
    """The contact behind a submission, known or to be made. `filled` are its columns, of a known one those that were empty.

    An address is one thing: half of an old and half of a new one would lead nowhere.
    """

    id: str
    draft: ContactDraft
    is_new: bool
    facts: dict[str, Json]
    filled: dict[str, Json]


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
    rows = {row["id"]: {**row} for row in session.execute(_CONTACTS, parameters).mappings()}
    for row in session.execute(_TAGS, parameters):
        tags[row.contact_id].append(row.tag)
    return {key: (rows[contact], tags[contact]) for key, contact in contacts.items()}


def _known_sender(draft: ContactDraft, found: _Found) -> Sender:
    columns, tags = found
    said = contact_details.columns_of(draft.values)
    filled: dict[str, Json] = {name: value for name, value in said.items() if value and not columns[name]}
    return Sender(columns["id"], draft, False, contact_details.facts({**columns, **filled}, tags), filled)


def _new_sender(draft: ContactDraft, language: str) -> Sender:
    said = contact_details.columns_of({"name": draft.key_value, **draft.values})
    new: dict[str, Json] = {"id": new_id(), "stage": "prospect", "language": language}
    facts = contact_details.facts({**dict.fromkeys(contact_details.TEXTS), **said, **new}, [])
    return Sender(str(facts["id"]), draft, True, {**facts, "is_new": True}, said)


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
        if sender.filled and not sender.is_new:
            session.execute(
                update(Contact)
                .where(Contact.organisation_id == organisation.id, Contact.id == sender.id)
                .values({name: _where_blank(name, value) for name, value in sender.filled.items()}),
                execution_options={"synchronize_session": False},
            )


def _where_blank(name: str, value: Json) -> ColumnElement[Any]:
    """The value, unless somebody has filled the column in meanwhile."""
    column = _CONTACT_TABLE.c[name]
    blank = cast(column, Text) == "{}" if isinstance(value, dict) else func.coalesce(column, "") == ""
    return case((blank, bindparam(None, value, type_=column.type)), else_=column)


def _contact_row(organisation: LiveOrganisation, sender: Sender) -> dict[str, object]:
    facts = sender.facts
    return {
        "id": sender.id,
        "organisation_id": organisation.id,
        **dict.fromkeys(contact_details.TEXTS),
        **sender.filled,
        "stage": facts["stage"],
        "language": facts["language"],
        "owner_id": organisation.owner_id,
        "created_at": clock.now(),
    }


def _key_row(organisation: LiveOrganisation, sender: Sender) -> dict[str, object]:
    return {
        "organisation_id": organisation.id,
        "kind": sender.draft.key_kind,
        "value": sender.draft.key_value,
        "contact_id": sender.id,
    }
