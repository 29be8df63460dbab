"""Finding runs: by rule, state and day, and by whatever a person has in hand: a name, an invoice's number, a Message-ID, any id."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, or_, select

from licorne.adapters.ids import is_id
from licorne.models.contact import Contact
from licorne.models.effect import Effect
from licorne.models.event import Event, Run
from licorne.models.form import Submission
from licorne.models.invoice import Invoice
from licorne.models.rule import RuleVersion
from licorne.models.work import Message, Task
from licorne.services.submission_search import like_pattern
from rules.durations import instant

STATES = ("running", "done", "failed", "queued", "skipped", "cancelled")
_Ids = Select[str]
_RunIds = Select[str | None]


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty parts narrow nothing. `day` is one of the organisation's zone."""

    words: str = ""
    rule_id: str = ""
    state: str = ""
    day: date | None = None


def narrowed(organisation_id: str, wanted: Wanted, zone: str) -> Iterator[ColumnElement[bool]]:
    """Conditions on a statement over Run, Event and RuleVersion."""
    if is_id(wanted.rule_id):
        yield RuleVersion.rule_id == wanted.rule_id
    if wanted.state in STATES:
        yield Run.state == wanted.state
    if wanted.day is not None:
        yield Run.created_at >= _midnight(wanted.day, zone)
        yield Run.created_at < _midnight(wanted.day + timedelta(days=1), zone)
    if wanted.words:
        yield _named(organisation_id, wanted.words)


def _midnight(day: date, zone: str) -> datetime:
    return instant(day, time(0), zone)


def _named(organisation_id: str, words: str) -> ColumnElement[bool]:
    about = [Event.subject_id.in_(subjects) for subjects in _subjects(organisation_id, words)]
    made = [Run.id.in_(runs) for runs in _makers(organisation_id, words)]
    own = [Run.id == words, Event.id == words, Event.subject_id == words] if is_id(words) else []
    return or_(*about, *made, *own)


def _subjects(organisation_id: str, words: str) -> Iterator[_Ids]:
    """What events may be about: the contacts of a name, with their submissions and invoices; the invoice of a number."""
    contacts = _contacts(organisation_id, words)
    yield contacts
    yield select(Submission.id).where(
        Submission.organisation_id == organisation_id, Submission.contact_id.in_(contacts)
    )
    yield select(Invoice.id).where(Invoice.organisation_id == organisation_id, Invoice.contact_id.in_(contacts))
    yield select(Invoice.id).where(Invoice.organisation_id == organisation_id, Invoice.number == words)


def _contacts(organisation_id: str, words: str) -> _Ids:
    like = like_pattern(words)
    columns = (Contact.name, Contact.email, Contact.company)
    named = or_(*(column.ilike(like, escape="\\") for column in columns))
    return select(Contact.id).where(Contact.organisation_id == organisation_id, named)


def _makers(organisation_id: str, words: str) -> Iterator[_RunIds]:
    """The runs that made it: an invoice by its number, a mail by its Message-ID, any thing by its id."""
    effects = select(Effect.run_id).where(Effect.organisation_id == organisation_id)
    numbered = (Invoice.organisation_id == organisation_id, Invoice.number == words)
    yield effects.where(Effect.id.in_(select(Invoice.effect_id).where(*numbered)))
    ids = (words, f"<{words.strip('<>')}>", words.strip("<>"))
    yield effects.where(
        Effect.id.in_(
            select(Message.effect_id).where(Message.organisation_id == organisation_id, Message.message_id.in_(ids))
        )
    )
    yield effects.where(Effect.external_id.in_(ids))
    if is_id(words):
        yield effects.where(Effect.id == words)
        for model in (Invoice, Message, Task):
            mine = (model.organisation_id == organisation_id, model.id == words)
            yield effects.where(Effect.id.in_(select(model.effect_id).where(*mine)))
