"""Corrections, by staff or by the customer: what was sent stays as it is, each one is kept beside it with who made it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from forms.file_questions import files_in
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound
from licorne.models.database import current_session, transaction
from licorne.models.form import Submission
from licorne.models.guard import GuardedSession
from licorne.models.submission import SubmissionEdit
from licorne.services import audit, form_limits, live, submission_events, uploads
from rules.expression.json_types import Json


def history(organisation_id: str, submission_id: str) -> list[SubmissionEdit]:
    """All corrections, newest first."""
    statement = (
        select(SubmissionEdit)
        .where(SubmissionEdit.organisation_id == organisation_id, SubmissionEdit.submission_id == submission_id)
        .order_by(SubmissionEdit.id.desc())
    )
    return list(current_session().scalars(statement))


@dataclass(frozen=True, slots=True)
class Author:
    """Who corrects: `by` is `staff` or `customer`. `judge` raises where that person may not, behind the lock of the submission."""

    actor: str
    by: str = "staff"
    judge: Callable[[GuardedSession, Submission], None] | None = None


def edit(organisation_id: str, submission_id: str, answers: Mapping[str, Json], seen: str, actor: str) -> bool:
    """A correction by staff; see `correct`."""
    return correct(organisation_id, submission_id, answers, seen, Author(actor))


def correct(organisation_id: str, submission_id: str, answers: Mapping[str, Json], seen: str, author: Author) -> bool:
    """Corrects the answers, which passed the submission's own version; False where nothing is different, as when it is sent twice.

    `seen` is the id of the newest correction that the person saw, empty for none.

    Raises:
        NotFound. Conflict: somebody else corrected it meanwhile, or it is deleted; what `author.judge` raises.
    """
    with transaction() as session:
        submission, actor = _locked(session, organisation_id, submission_id), author.actor
        if author.judge is not None:
            author.judge(session, submission)
        before, after = dict(submission.current), dict(answers)
        changed = changed_names(before, after)
        if not changed:
            return False
        if newest(session, submission) != seen:
            raise Conflict("edited_meanwhile")
        session.add(_row(submission, before, after, actor))
        _link_files(session, submission, after)
        submission.edited = None if after == submission.answers else after
        session.flush()
        form_limits.forget(session, organisation_id, [submission.form_id])
        audit.record(session, organisation_id, actor, "submission.edited", submission.id, {"fields": list(changed)})
        more: dict[str, Json] = {"before": before, "changed": list(changed), "edited_by": actor, "by": author.by}
        submission_events.tell(session, "submission.edited", submission, more)
        return True


def changed_names(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[str]:
    """The fields whose answers are different, in the order of the form."""
    return [name for name in dict.fromkeys([*after, *before]) if before.get(name) != after.get(name)]


def _locked(session: GuardedSession, organisation_id: str, submission_id: str) -> Submission:
    submission = session.scalars(
        select(Submission)
        .where(Submission.organisation_id == organisation_id, Submission.id == submission_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if submission is None:
        raise NotFound(submission_id)
    if submission.deleted_at is not None:
        raise Conflict("submission_deleted")
    return submission


def newest(session: GuardedSession, submission: Submission) -> str:
    """The id of the newest correction, empty for none."""
    statement = (
        select(SubmissionEdit.id)
        .where(
            SubmissionEdit.organisation_id == submission.organisation_id,
            SubmissionEdit.submission_id == submission.id,
        )
        .order_by(SubmissionEdit.id.desc())
        .limit(1)
    )
    return session.scalar(statement) or ""


def _link_files(session: GuardedSession, submission: Submission, after: Mapping[str, Json]) -> None:
    """Files that were added now are kept under the page that the submission came from."""
    form = live.version_of(submission.organisation_id, submission.form_version_id)
    page = uploads.Page(submission.organisation_id, submission.form_id, submission.token)
    uploads.link_more(session, page, files_in(form.definition, after), submission.id)


def _row(submission: Submission, before: dict[str, Json], after: dict[str, Json], actor: str) -> SubmissionEdit:
    return SubmissionEdit(
        id=new_id(),
        organisation_id=submission.organisation_id,
        submission_id=submission.id,
        before=before,
        after=after,
        actor=actor,
        at=clock.now(),
    )
