"""Accepting a submission: contact, submission, event, runs and effects in one transaction, once per page token."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from forms.contact import contact_of
from forms.text import localised
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.billing.canonical import canonical_json
from licorne.errors import Conflict
from licorne.faults import faultpoint
from licorne.models.base import table_of
from licorne.models.database import after_commit, current_session, transaction
from licorne.models.form import Submission
from licorne.services import contacts, events
from licorne.services.live import LiveForm, LiveOrganisation
from rules.expression.json_types import Json

#: Times that an accept begins anew because another one won a race for the same contact.
_RACES = 5
_INSERT = insert(table_of(Submission))
_EARLIER = select(Submission.id, Submission.contact_id, Submission.answers_sha256).where(
    Submission.organisation_id == bindparam("organisation"),
    Submission.form_id == bindparam("form"),
    Submission.token == bindparam("token"),
)


@dataclass(frozen=True)
class Accepted:
    """A submission that is durable. `is_new` is False where the same page had posted it before."""

    id: str
    contact_id: str
    is_new: bool


@dataclass(frozen=True)
class Posted:
    """Answers that passed validation, with the token of the page that they come from."""

    answers: Mapping[str, Json]
    token: str
    language: str

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical answers: tells a repeated post from another one under the same token."""
        return hashlib.sha256(canonical_json(dict(self.answers)).encode()).hexdigest()


def accept(form: LiveForm, organisation: LiveOrganisation, posted: Posted) -> Accepted:
    """Stores a submission and everything that the rules make of it.

    Raises:
        Conflict: the page's token was used for other answers.
    """
    for _ in range(_RACES):
        earlier = _find_earlier(form, organisation, posted)
        if earlier:
            return earlier
        try:
            accepted = _write(form, organisation, posted)
        except (contacts.KeyTaken, IntegrityError):
            continue  # a post of the same page or by the same new contact was faster: look again
        faultpoint("web.after_ring")
        return accepted
    raise Conflict("too_busy")


def _find_earlier(form: LiveForm, organisation: LiveOrganisation, posted: Posted) -> Accepted | None:
    row = (
        current_session()
        .execute(_EARLIER, {"organisation": organisation.id, "form": form.id, "token": posted.token})
        .first()
    )
    if row is None:
        return None
    if row.answers_sha256 != posted.digest:
        raise Conflict("page_already_sent")
    return Accepted(row.id, row.contact_id, False)


def _write(form: LiveForm, organisation: LiveOrganisation, posted: Posted) -> Accepted:
    draft = contact_of(form.definition, posted.answers)
    sender = contacts.find_sender(organisation.id, draft, posted.language)
    owner = organisation.owner_id if sender.is_new else None
    row = _row(form, organisation, posted, sender)
    facts = facts_of(form, organisation, posted, row, sender.facts)
    planned = events.plan_event(
        organisation.index,
        organisation.stamp,
        events.Subject(organisation.id, "submission.received", str(row["id"]), facts),
    )
    with transaction() as session:
        contacts.write_sender(session, organisation.id, sender, owner)
        session.execute(_INSERT, row)
        after_commit(_committed)
        events.write(session, planned)
        faultpoint("web.before_commit")
    return Accepted(str(row["id"]), sender.id, True)


def _committed() -> None:
    faultpoint("web.after_commit")


def _row(form: LiveForm, organisation: LiveOrganisation, posted: Posted, sender: contacts.Sender) -> dict[str, object]:
    return {
        "id": new_id(),
        "organisation_id": organisation.id,
        "form_id": form.id,
        "form_version_id": form.version_id,
        "contact_id": sender.id,
        "token": posted.token,
        "answers": dict(posted.answers),
        "answers_sha256": posted.digest,
        "language": posted.language,
        "received_at": clock.now(),
    }


def facts_of(
    form: LiveForm,
    organisation: LiveOrganisation,
    posted: Posted,
    row: Mapping[str, object],
    contact: Mapping[str, Json],
) -> dict[str, Json]:
    """The facts of `submission.received` (docs/architecture.md, 4.3)."""
    definition = form.definition
    today = clock.today(organisation.zone).isoformat()
    return {
        "form": {
            "id": form.id,
            "slug": form.slug,
            "version": form.number,
            "title": localised(definition.title, posted.language, definition.default_language),
        },
        "submission": {
            "id": str(row["id"]),
            "received_at": clock.now().isoformat(timespec="seconds"),
            "received_on": today,
            "language": posted.language,
        },
        "answers": dict(posted.answers),
        "contact": dict(contact),
        "organisation": organisation.facts,
        "catalogue": dict(organisation.catalogue),
        "today": today,
    }
