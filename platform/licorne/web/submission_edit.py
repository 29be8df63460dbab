"""Correcting a submission: by its own version, with the prices and on the day of its arrival."""

from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from licorne.errors import Conflict, NotFound
from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.services import submission_edits
from licorne.web import public_rows
from licorne.web.access import access, takes_answers, takes_files
from licorne.web.identity import member, organisation_id
from licorne.web.messages import sentence
from licorne.web.staff_form import Frame, as_posted
from licorne.web.submission_desk import desk_of, kept_answers, newest, taken
from licorne.web.submissions import url_of
from licorne.web.translate import _

blueprint = Blueprint("submissions_edit", __name__)
#: The newest correction that the page was made from. No field can be called that (`forms`: reserved_id).
_SEEN: Final = "_seen"


@blueprint.get("/submissions/<uuid:submission_id>/edit")
@access("member")
def show(submission_id: UUID) -> str:
    """The questions with what was answered."""
    submission = _submission(str(submission_id))
    desk, seen = desk_of(submission), newest(submission)
    return desk.page(_frame(submission, seen), as_posted(desk.form.definition, submission.current), told=False)


@blueprint.post("/submissions/<uuid:submission_id>/edit")
@access("member")
@takes_answers
@takes_files
def save(submission_id: UUID) -> Response | str | tuple[str, int]:
    """Keeps the correction beside what was sent."""
    submission = _submission(str(submission_id))
    files, seen = taken(submission), request.form.get(_SEEN, "")
    desk = desk_of(submission, files)
    frame, post = _frame(submission, seen), public_rows.with_rows(desk.form.definition, files.post)
    reading = desk.read(dict(post.lists()))
    if public_rows.is_about_rows(request.form):
        return desk.page(frame, post, told=False)
    if reading.problems:
        return desk.page(frame, post, told=True), 422
    answers = {**reading.answers, **kept_answers(desk, submission)}
    try:
        changed = submission_edits.edit(organisation_id(), submission.id, answers, seen, member().actor)
    except Conflict as conflict:
        return desk.page(
            _frame(submission, newest(submission)), post, told=False, alert=sentence(conflict.problem)
        ), 409
    flash(_("Corrected. What was sent stays in the history.") if changed else _("Nothing was different."), "ok")
    return redirect(url_of(submission.id))


def _submission(submission_id: str) -> Submission:
    statement = select(Submission).where(
        Submission.organisation_id == organisation_id(), Submission.id == submission_id
    )
    found = current_session().scalar(statement)
    if found is None or found.deleted_at is not None:
        raise NotFound(submission_id)
    return found


def _frame(submission: Submission, seen: str) -> Frame:
    return Frame(
        request.path,
        url_of(submission.id),
        _("You correct what was sent. The original stays, and the history says who changed what."),
        _("Save the correction"),
        {_SEEN: seen},
    )
