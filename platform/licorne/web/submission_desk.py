"""A submission laid out to be corrected: its own version, on the day and by the prices of its arrival."""

from typing import Final

from sqlalchemy import select

from licorne.adapters import clock
from licorne.models.database import current_session
from licorne.models.event import Event
from licorne.models.form import Submission
from licorne.services import live, submission_edits, uploads
from licorne.web.staff_form import Desk
from rules.expression.json_types import Json

#: Given by the server, or kept apart: no correction changes them.
_KEPT_TYPES: Final = ("auto_id", "file")


def desk_of(submission: Submission) -> Desk:
    """Where the submission is corrected."""
    organisation = live.organisation(submission.organisation_id)
    form = live.version_of(organisation.id, submission.form_version_id)
    day = clock.date_in(submission.received_at, organisation.zone)
    files = uploads.of_submission(organisation.id, submission.id)
    return Desk(form, organisation, day, _catalogue_then(submission), files)


def newest(submission: Submission) -> str:
    """The newest correction, which a page is made from; empty for none."""
    return submission_edits.newest(current_session(), submission)


def kept_answers(desk: Desk, submission: Submission) -> dict[str, Json]:
    """The answers that corrections leave alone."""
    fields = [field for field in desk.form.definition.fields if field.type in _KEPT_TYPES]
    return {field.id: submission.current.get(field.id) for field in fields}


def _catalogue_then(submission: Submission) -> dict[str, Json]:
    """The prices that the rules saw when it arrived."""
    facts = current_session().scalar(
        select(Event.facts)
        .where(Event.organisation_id == submission.organisation_id, Event.subject_id == submission.id)
        .order_by(Event.id)
        .limit(1)
    )
    found = (facts or {}).get("catalogue")
    return found if isinstance(found, dict) else {}
