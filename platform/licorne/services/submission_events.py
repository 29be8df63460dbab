"""What happens to a submission after its arrival, told to the rules: the facts of the arrival with the answers as they are now."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from forms.text import localised
from licorne.adapters import clock
from licorne.models.contact import Contact, ContactTag
from licorne.models.form import Form, FormVersion, Submission
from licorne.models.guard import GuardedSession
from licorne.services import contact_details, customer_links, events, live
from licorne.services.live import LiveOrganisation
from rules.expression.json_types import Json


def tell(session: GuardedSession, kind: str, submission: Submission, more: Mapping[str, Json]) -> None:
    """Writes an event about a submission within the caller's transaction, with the runs that answer it. `more` are its own facts."""
    organisation = live.organisation(submission.organisation_id)
    facts = facts_of(session, organisation, submission) | dict(more)
    subject = events.Subject(organisation.id, kind, submission.id, facts)
    events.write(session, events.plan_event(organisation.index, organisation.stamp, subject))


def facts_of(session: GuardedSession, organisation: LiveOrganisation, submission: Submission) -> dict[str, Json]:
    """The facts of a submission (docs/architecture.md, 4.3), with the contact and the catalogue of now."""
    return {
        "form": _form(session, submission),
        "submission": {
            "id": submission.id,
            "received_at": submission.received_at.isoformat(timespec="seconds"),
            "received_on": clock.date_in(submission.received_at, organisation.zone).isoformat(),
            "language": submission.language,
            "edit_url": customer_links.address(
                live.version_of(submission.organisation_id, submission.form_version_id), submission.id
            ),
        },
        "answers": submission.current,
        "contact": _contact(session, submission),
        "organisation": organisation.facts,
        "catalogue": dict(organisation.catalogue),
        "today": clock.today(organisation.zone).isoformat(),
    }


def _form(session: GuardedSession, submission: Submission) -> dict[str, Json]:
    mine = submission.organisation_id
    form, version = session.execute(
        select(Form, FormVersion)
        .join(FormVersion, (FormVersion.organisation_id == Form.organisation_id) & (FormVersion.form_id == Form.id))
        .where(Form.organisation_id == mine, FormVersion.id == submission.form_version_id)
    ).one()
    document: dict[str, Any] = version.document
    title = localised(document["title"], submission.language, document["default_language"])
    named: dict[str, Json] = {"id": form.id, "slug": form.slug, "version": version.number, "title": title}
    return {**named, "currency": document["currency"]}


def _contact(session: GuardedSession, submission: Submission) -> dict[str, Json]:
    mine = submission.organisation_id
    contact = session.execute(
        select(Contact).where(Contact.organisation_id == mine, Contact.id == submission.contact_id)
    ).scalar_one()
    tags = session.scalars(
        select(ContactTag.tag).where(ContactTag.organisation_id == mine, ContactTag.contact_id == contact.id)
    )
    return contact_details.facts(contact_details.columns(contact), tags.all())
