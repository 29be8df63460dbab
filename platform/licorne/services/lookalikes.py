"""Contacts that may be one person: shown with the reason, merged by a person, never by likeness alone."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from licorne.adapters import clock
from licorne.models.contact import Contact, ContactApart
from licorne.models.database import current_session, transaction
from licorne.services import audit
from licorne.services.submission_search import like_pattern

#: Contacts that are looked at, and shown.
_CANDIDATES: Final = 200
MOST: Final = 5
#: Names that are more alike than this are told: "Jean Dupond" and "Jean Dupont".
_ALIKE: Final = 0.87
#: A domain that so many share says nothing about any of them.
_COLLEAGUES: Final = 3
#: Letters that accents stand on, in words that are long enough to be told by the others.
_MAY_BEAR: Final = "aceinouyACEINOUY"
_SHORT: Final = 4
#: Where anybody can have an address.
_ANYBODYS: Final = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.fr", "live.com", "live.fr", "msn.com", "yahoo.com", "yahoo.fr",
    "icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr",
    "laposte.net", "bluewin.ch", "proton.me", "protonmail.com",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A contact with why it may be the same: `email`, `phone`, `name`, `similar_name`, `company` or `domain`; the strongest first."""

    contact: Contact
    reasons: tuple[str, ...]


_WEIGHT: Final = {"email": 8, "phone": 7, "name": 6, "similar_name": 4, "company": 2, "domain": 1}


def of(contact: Contact) -> list[Lookalike]:
    """The contacts that resemble this one most, without those that a person has called different."""
    others = list(current_session().scalars(_candidates(contact)))
    domain_mates = [other for other in others if _domain(other) and _domain(other) == _domain(contact)]
    tells_domain = len(domain_mates) <= _COLLEAGUES
    found = [Lookalike(other, tuple(_reasons(contact, other, tells_domain))) for other in others]
    alike = [one for one in found if one.reasons and one.reasons != ("company",)]
    return sorted(alike, key=lambda one: -sum(_WEIGHT[reason] for reason in one.reasons))[:MOST]


def call_different(organisation_id: str, first: str, second: str, actor: str) -> None:
    """Remembers that two contacts are two people, so that nobody is asked again."""
    low, high = sorted((first, second))
    with transaction() as session:
        if session.get(ContactApart, (organisation_id, low, high)) is None:
            session.add(
                ContactApart(organisation_id=organisation_id, contact_id=low, other_id=high, created_at=clock.now())
            )
            session.flush()
            audit.record(session, organisation_id, actor, "contact.called_different", first, {"other": second})


def _candidates(contact: Contact) -> Select[Contact]:
    mine = contact.organisation_id
    apart = select(ContactApart.other_id).where(
        ContactApart.organisation_id == mine, ContactApart.contact_id == contact.id
    )
    apart_too = select(ContactApart.contact_id).where(
        ContactApart.organisation_id == mine, ContactApart.other_id == contact.id
    )
    return (
        select(Contact)
        .where(
            Contact.organisation_id == mine,
            Contact.id != contact.id,
            Contact.merged_into_id.is_(None),
            Contact.id.not_in(apart),
            Contact.id.not_in(apart_too),
            or_(false(), *_likenesses(contact)),
        )
        .order_by(Contact.id.desc())
        .limit(_CANDIDATES)
    )


def _likenesses(contact: Contact) -> Iterator[ColumnElement[bool]]:
    """Coarse conditions that the database can judge; the fine ones follow."""
    words = sorted(contact.name.split(), key=len, reverse=True)
    for word in words[:2]:
        yield Contact.name.ilike(_coarse(word), escape="\\")
    if contact.email:
        yield func.lower(Contact.email) == contact.email.lower()
    if contact.phone:
        yield Contact.phone == contact.phone
    if _domain(contact):
        yield Contact.email.ilike(f"%@{like_pattern(_domain(contact))[1:-1]}", escape="\\")


def _coarse(word: str) -> str:
    """A pattern of a name's word without its last letter, and with any letter where one may bear an accent."""
    stem = word[:-1] if len(word) > _SHORT else word
    accents = _MAY_BEAR if len(word) > _SHORT else ""
    return f"%{''.join('_' if not one.isalnum() or not one.isascii() or one in accents else one for one in stem)}%"


def _reasons(contact: Contact, other: Contact, tells_domain: bool) -> Iterator[str]:
    if contact.email and (other.email or "").lower() == contact.email.lower():
        yield "email"
    if contact.phone and _digits(contact.phone) == _digits(other.phone or ""):
        yield "phone"
    name, theirs = _folded(contact.name), _folded(other.name)
    if name == theirs:
        yield "name"
    elif SequenceMatcher(None, name, theirs).ratio() >= _ALIKE:
        yield "similar_name"
    if contact.company and _folded(contact.company) == _folded(other.company or ""):
        yield "company"
    if tells_domain and _domain(contact) and _domain(contact) == _domain(other):
        yield "domain"


def _domain(contact: Contact) -> str:
    domain = (contact.email or "").lower().rpartition("@")[2]
    return "" if domain in _ANYBODYS else domain


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())


def _folded(name: str) -> str:
    """Without case and accents, its words in one order: "MARTIN Zoé" and "Zoe Martin" are one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(sorted(plain.casefold().split())) or name.casefold()
