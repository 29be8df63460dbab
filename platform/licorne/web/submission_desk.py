"""A submission laid out to be corrected: its own version, on the day and by the prices of its arrival."""

from typing import Final

from sqlalchemy import select

from licorne.adapters import clock
from licorne.models.database import current_session
from licorne.models.event import Event
from licorne.models.form import Submission
from licorne.services import live, submission_edits, uploads
from licorne.web.public_files import Files, taken_for
from licorne.web.staff_form import Desk
from rules.expression.json_types import Json

#: Given by the server: no correction changes them.
_KEPT_TYPES: Final = ("auto_id",)


def page_of(submission: Submission) -> uploads.Page:
    """Where the files of a submission are kept, also those that a correction adds: under the page that it came from."""
    return uploads.Page(submission.organisation_id, submission.form_id, submission.token)


def taken(submission: Submission) -> Files:
    """Keeps the files of this post that are acceptable, and reads its answers."""
    form = live.version_of(submission.organisation_id, submission.form_version_id)
    return taken_for(form.definition, page_of(submission))


def desk_of(submission: Submission, files: Files | None = None, needs_files: bool = False) -> Desk:
    """Where the submission is corrected; `files` are those of a post."""
    organisation = live.organisation(submission.organisation_id)
    form = live.version_of(organisation.id, submission.form_version_id)
    day = clock.date_in(submission.received_at, organisation.zone)
    files = files or Files(kept=uploads.find(page_of(submission)))
    return Desk(form, organisation, day, _catalogue_then(submission), files, needs_files)


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
