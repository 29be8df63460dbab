"""How many answers a form takes: from when to when, how many in all and of each option, how often from one contact.

Decided in the transaction that accepts, behind a lock on the form's row: two hundred customers who want the last fifty places at
once get fifty. The counts are kept by the row; a form without a count is counted anew, so whatever takes an answer back (spam, bin,
withdrawal, correction) only has to `forget` them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, delete, select, update

from forms.definition import FormDefinition
from forms.fields.choice import Option
from forms.text import localised
from licorne.adapters import clock
from licorne.errors import Conflict
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.database import current_session, transaction
from licorne.models.form import Form, FormCount, Submission
from licorne.models.guard import GuardedSession
from licorne.services import form_quotas
from licorne.services.contacts import Sender
from licorne.services.form_counts import NUMBERS, TOTAL, option
from licorne.services.live import LiveForm
from licorne.services.posts import Post
from rules.expression.json_types import Json

_COUNT = table_of(FormCount)
#: Limits that answers are held against; the others are about the page.
_COUNTED: Final = frozenset({"total", "per_option", "once_per"})
#: Neither spam, nor withdrawn, nor in the bin.
_TAKES_A_PLACE: Final = (
    Submission.spam_at.is_(None),
    Submission.withdrawn_at.is_(None),
    Submission.deleted_at.is_(None),
)


@dataclass(frozen=True)
class Arrival:
    """Answers that want to be accepted; `contact_id` is None for somebody who was not known."""

    answers: Mapping[str, Json]
    contact_id: str | None
    language: str
    browser: str | None = None


@dataclass(frozen=True)
class _Known:
    """Who has answered before, where each may answer once; grows with those that are let in."""

    contacts: set[str]
    browsers: set[str]


def arrival_of(post: Post, sender: Sender) -> Arrival:
    """A post with who sent it."""
    posted = post.posted
    return Arrival(posted.answers, None if sender.is_new else sender.id, posted.language, posted.browser)


def closed(definition: FormDefinition, now: datetime) -> str:
    """`form_not_open`, `form_closed`, or empty where the form takes answers at this moment."""
    opens, closes = definition.limits.get("opens_at"), definition.limits.get("closes_at")
    if opens and now < datetime.fromisoformat(opens):
        return "form_not_open"
    return "form_closed" if closes and now >= datetime.fromisoformat(closes) else ""


def taken(organisation_id: str, form: LiveForm) -> Mapping[str, int]:
    """How many there are of each kind, for showing only: another customer may be faster. Counted anew where nothing is kept."""
    kept = _kept(current_session(), organisation_id, form.id)
    if _wanted(form) <= kept.keys():
        return kept
    with transaction() as session:
        lock(session, organisation_id, form.id)
        return _counts(session, organisation_id, form)


def has_answered(organisation_id: str, form_id: str, browser: str) -> bool:
    """Whether an answer from this browser takes a place."""
    statement = _taking_a_place(organisation_id, form_id, Submission.id).where(Submission.browser == browser)
    return current_session().scalar(statement.limit(1)) is not None


def judge(
    session: GuardedSession, organisation_id: str, form: LiveForm, arrivals: Sequence[Arrival]
) -> list[Conflict | None]:
    """Why each of them cannot be accepted, in order; None for those that can, which are counted."""
    limits = form.definition.limits
    if not limits:
        return [None] * len(arrivals)
    code = closed(form.definition, clock.now())
    if code:
        return [Conflict(code)] * len(arrivals)
    if not limits.keys() & _COUNTED:
        return [None] * len(arrivals)
    lock(session, organisation_id, form.id)
    before = _counts(session, organisation_id, form) if limits.keys() & {"total", "per_option"} else {}
    counts, known = Counter(before), _known(session, organisation_id, form, arrivals)
    refusals = [_refusal(form.definition, counts, known, arrival) for arrival in arrivals]
    _write(session, organisation_id, form.id, before, counts)
    form_quotas.tell(session, organisation_id, form, before, counts)
    return refusals


def forget(session: GuardedSession, organisation_id: str, form_ids: Iterable[str]) -> None:
    """Has forms counted anew at their next answer; an answer that is being counted now is waited for."""
    for form_id in sorted(set(form_ids)):
        lock(session, organisation_id, form_id)
    session.execute(
        delete(FormCount).where(
            FormCount.organisation_id == organisation_id,
            FormCount.form_id.in_(set(form_ids)),
            FormCount.what.not_like(f"{NUMBERS}%"),
        ),
        execution_options={"synchronize_session": False},
    )


def _refusal(definition: FormDefinition, counts: "Counter[str]", known: _Known, arrival: Arrival) -> Conflict | None:
    """Counts the arrival in where nothing stands against it."""
    limits = definition.limits
    if arrival.contact_id in known.contacts:
        return Conflict("answered_before")
    if arrival.browser in known.browsers:
        return Conflict("browser_answered_before")
    if "total" in limits and counts[TOTAL] >= limits["total"]:
        return Conflict("form_full")
    taken = list(_options(definition, arrival.answers))
    for field, value in taken:
        if counts[option(field, value)] >= limits["per_option"][field][value]:
            return Conflict("option_full", option=_label(definition, field, value, arrival.language))
    counts.update([TOTAL, *(option(field, value) for field, value in taken)])
    if arrival.browser and limits.get("once_per") == "browser":
        known.browsers.add(arrival.browser)
    return None


def _options(definition: FormDefinition, answers: Mapping[str, Json]) -> Iterable[tuple[str, str]]:
    """The limited options that are chosen."""
    for field, most in definition.limits.get("per_option", {}).items():
        chosen = answers.get(field)
        for value in chosen if isinstance(chosen, list) else [chosen]:
            if isinstance(value, str) and value in most:
                yield field, value


def _label(definition: FormDefinition, field: str, value: str, language: str) -> str:
    options: Iterable[Option] = getattr(definition.by_id[field], "options", ())
    found: Mapping[str, str] = next((option.label for option in options if option.value == value), {})
    return localised(found, language, definition.default_language) or value


def lock(session: GuardedSession, organisation_id: str, form_id: str) -> None:
    """Others of the same form wait; rows that refer to the form do not."""
    row = select(Form.id).where(Form.organisation_id == organisation_id, Form.id == form_id)
    session.execute(row.with_for_update(key_share=True)).one()


def _kept(session: GuardedSession, organisation_id: str, form_id: str) -> dict[str, int]:
    statement = select(FormCount.what, FormCount.number).where(
        FormCount.organisation_id == organisation_id, FormCount.form_id == form_id
    )
    return {row.what: row.number for row in session.execute(statement)}


def _counts(session: GuardedSession, organisation_id: str, form: LiveForm) -> dict[str, int]:
    """The kept counts; counted from the submissions where none are kept, or an option is limited only now."""
    kept, wanted = _kept(session, organisation_id, form.id), _wanted(form)
    if wanted <= kept.keys():
        return kept
    forget(session, organisation_id, [form.id])
    counts = Counter(dict.fromkeys(wanted, 0))
    for answers in _accepted(session, organisation_id, form.id):
        counts.update([TOTAL, *(option(*one) for one in _options(form.definition, answers))])
    shared = {"organisation_id": organisation_id, "form_id": form.id}
    insert_rows(session, _COUNT, [{**shared, "what": what, "number": number} for what, number in counts.items()])
    return counts


def _wanted(form: LiveForm) -> set[str]:
    """What is counted of a form."""
    limited = form.definition.limits.get("per_option", {})
    return {TOTAL, *(option(field, value) for field, most in limited.items() for value in most)}


def _accepted(session: GuardedSession, organisation_id: str, form_id: str) -> Iterable[dict[str, Json]]:
    """The answers that take a place."""
    for answers, edited in session.execute(
        _taking_a_place(organisation_id, form_id, Submission.answers, Submission.edited)
    ):
        yield answers if edited is None else edited


def _known(session: GuardedSession, organisation_id: str, form: LiveForm, arrivals: Sequence[Arrival]) -> _Known:
    """The contacts or browsers among the senders that have answered before, where each may answer once."""
    found: set[str] = set()
    once_per = form.definition.limits.get("once_per")
    column = Submission.browser if once_per == "browser" else Submission.contact_id
    asked = [arrival.browser if once_per == "browser" else arrival.contact_id for arrival in arrivals]
    if once_per and any(asked):
        statement = _taking_a_place(organisation_id, form.id, column).where(column.in_(filter(None, asked)))
        found = set(filter(None, session.scalars(statement)))
    return _Known(set(), found) if once_per == "browser" else _Known(found, set())


def _taking_a_place(organisation_id: str, form_id: str, *columns: Any) -> Select[Any]:
    return select(*columns).where(
        Submission.organisation_id == organisation_id, Submission.form_id == form_id, *_TAKES_A_PLACE
    )


def _write(
    session: GuardedSession, organisation_id: str, form_id: str, before: Mapping[str, int], counts: "Counter[str]"
) -> None:
    for what, number in counts.items():
        if what in before and number != before[what]:
            session.execute(
                update(FormCount)
                .where(
                    FormCount.organisation_id == organisation_id, FormCount.form_id == form_id, FormCount.what == what
                )
                .values(number=number),
                execution_options={"synchronize_session": False},
            )
