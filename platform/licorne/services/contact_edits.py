"""Contacts in the hands of staff: what the file says, corrected or written down anew. Issued invoices keep what they were frozen with."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from forms.answer_error import AnswerError
from forms.characters import single_line
from forms.company_numbers import siren_number, vat_id
from forms.contact import normalised_key
from forms.fields.email import read_email
from forms.fields.phone import read_phone
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.billing.canonical import canonical_json
from licorne.billing.parties import country_code
from licorne.errors import Conflict, NotFound, Refused
from licorne.models.base import table_of
from licorne.models.contact import STAGES, Contact, ContactKey
from licorne.models.database import current_session, transaction
from licorne.models.guard import GuardedSession
from licorne.models.organisation import Membership
from licorne.services import audit, contact_details, live
from rules.expression.json_types import Json
from rules.expression.problem import Problem

#: Attributes by which forms recognise a contact.
_KEYS: Final = ("email", "phone")
_LONGEST: Final = 160


def seen(contact: Contact) -> str:
    """What a page that was shown now names, so that a change by somebody else is noticed."""
    held = {**contact_details.columns(contact), "owner": contact.owner_id}
    return hashlib.sha256(canonical_json(held).encode()).hexdigest()[:16]


def add(organisation_id: str, values: Mapping[str, str], actor: str) -> str:
    """A new contact; its id. `values` as of `correct`.

    Raises:
        Refused: what is not acceptable, each with its attribute. Conflict: another contact has this address or number.
    """
    with transaction() as session:
        columns = _judged(organisation_id, values)
        contact = Contact(id=new_id(), organisation_id=organisation_id, created_at=clock.now(), **columns)
        session.add(contact)
        session.flush()
        _recognise(session, contact)
        audit.record(session, organisation_id, actor, "contact.added", contact.id)
        return contact.id


def correct(organisation_id: str, contact_id: str, values: Mapping[str, str], page: str, actor: str) -> bool:
    """Whether something is different now. `values` by attribute (`contact_details.ATTRIBUTES`, stage, language, owner), as typed.

    What a contact was recognised by before still finds it: who writes from the former address is the same person.

    Raises:
        NotFound. Refused: what is not acceptable, each with its attribute. Conflict: somebody changed it since `page` was shown, or
            another contact has this address or number.
    """
    with transaction() as session:
        contact = _locked(session, organisation_id, contact_id)
        columns = _judged(organisation_id, values)
        changed: list[Json] = [name for name, value in columns.items() if getattr(contact, name) != value]
        if not changed:
            return False
        if seen(contact) != page:
            raise Conflict("contact_changed_meanwhile")
        for name, value in columns.items():
            setattr(contact, name, value)
        session.flush()
        _recognise(session, contact)
        audit.record(session, organisation_id, actor, "contact.updated", contact_id, {"fields": changed})
        return True


def _locked(session: GuardedSession, organisation_id: str, contact_id: str) -> Contact:
    mine = (Contact.organisation_id == organisation_id, Contact.id == contact_id, Contact.merged_into_id.is_(None))
    found = session.scalar(select(Contact).where(*mine).with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound(contact_id)
    return found


def _judged(organisation_id: str, values: Mapping[str, str]) -> dict[str, Any]:
    """The columns that acceptable values make."""
    home, problems, read = live.organisation(organisation_id).country, [], {}
    for name in contact_details.ATTRIBUTES:
        try:
            read[name] = _read(name, values.get(name, ""), home)
        except AnswerError as error:
            problems.append(Problem(error.code, name, dict(error.parameters)))
    choices = {"stage": STAGES, "language": ("en", "fr"), "owner": ("", *_members(organisation_id))}
    problems += [
        Problem("choice_unknown", name) for name, offered in choices.items() if values.get(name, "") not in offered
    ]
    if problems:
        raise Refused(tuple(problems))
    texts: dict[str, Any] = dict.fromkeys(contact_details.TEXTS)
    own = {"stage": values["stage"], "language": values["language"], "owner_id": values.get("owner") or None}
    return {**texts, **contact_details.columns_of(read), **own}


def _read(name: str, typed: str, home: str) -> str:
    text = single_line(typed, _LONGEST).strip()
    if not text:
        if name == "name":
            raise AnswerError("required")
        return ""
    readers: Mapping[str, Callable[[str], str]] = {
        "email": read_email,
        "phone": lambda value: read_phone(value, home),
        "country": lambda value: _known(country_code(value), "choice_unknown"),
        "vat_number": lambda value: _known(vat_id(value), "vat_id_invalid"),
        "siren": lambda value: _known(siren_number(value), "siren_invalid"),
    }
    return readers[name](text) if name in readers else text


def _known(value: str | None, code: str) -> str:
    if not value:
        raise AnswerError(code)
    return value


def _members(organisation_id: str) -> list[str]:
    mine = Membership.organisation_id == organisation_id
    return list(current_session().scalars(select(Membership.user_id).where(mine)))


def _recognise(session: GuardedSession, contact: Contact) -> None:
    """From now on forms find the contact by its address and its number too. Raises Conflict where they find another one."""
    insert = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name].insert
    for kind in _KEYS:
        if not (value := getattr(contact, kind)):
            continue
        key = {"organisation_id": contact.organisation_id, "kind": kind, "value": normalised_key(kind, value)}
        row = {**key, "contact_id": contact.id}
        session.execute(insert(table_of(ContactKey)).values(row).on_conflict_do_nothing(index_elements=list(key)))
        owner = session.scalar(
            select(ContactKey.contact_id).where(
                ContactKey.organisation_id == contact.organisation_id,
                ContactKey.kind == kind,
                ContactKey.value == key["value"],
            )
        )
        if owner != contact.id:
            raise Conflict("contact_known_already", key=value, contact=str(owner))
