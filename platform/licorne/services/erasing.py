"""Erasing the answers of deleted submissions when their time to be restored is over (docs/forms.md, 5)."""

from sqlalchemy import delete, select

from licorne.adapters import clock
from licorne.models.database import current_session, transaction
from licorne.models.event import Event
from licorne.models.form import Submission
from licorne.models.guard import EVERY, GuardedSession
from licorne.models.submission import SubmissionEdit, SubmissionLink, SubmissionValue
from licorne.services import audit, uploads
from licorne.services.submission_care import UNDO
from rules.expression.json_types import Json

#: Erased in one transaction at most.
BATCH = 50
#: Facts that tell what a person answered, or who they are.
_PERSONAL = ("answers", "before", "contact")


def tick() -> int:
    """Erases what is due, for all organisations; how many submissions."""
    due = current_session().execute(
        select(Submission.organisation_id, Submission.id)
        .where(Submission.deleted_at <= clock.now() - UNDO, Submission.erased_at.is_(None))
        .order_by(Submission.deleted_at)
        .limit(BATCH)
        .execution_options(**{EVERY: "the sweeper serves all"})
    )
    return sum(_erase(organisation_id, submission_id) for organisation_id, submission_id in due.all())


def _erase(organisation_id: str, submission_id: str) -> bool:
    with transaction() as session:
        submission = session.scalars(
            select(Submission)
            .where(Submission.organisation_id == organisation_id, Submission.id == submission_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        if submission.erased_at or submission.deleted_at is None or submission.deleted_at > clock.now() - UNDO:
            return False
        submission.answers, submission.edited, submission.erased_at = {}, None, clock.now()
        submission.browser = None
        for table in (SubmissionEdit, SubmissionLink, SubmissionValue):
            session.execute(
                delete(table).where(table.organisation_id == organisation_id, table.submission_id == submission_id),
                execution_options={"synchronize_session": False},
            )
        _erase_events(session, submission)
        uploads.erase_of(session, organisation_id, submission_id)
        audit.record(session, organisation_id, "system", "submission.erased", submission_id)
        return True


def _erase_events(session: GuardedSession, submission: Submission) -> None:
    events = session.scalars(
        select(Event).where(
            Event.organisation_id == submission.organisation_id,
            Event.subject_id == submission.id,
            Event.erased_at.is_(None),
        )
    )
    for event in events:
        event.facts, event.erased_at = _without_person(event.facts), clock.now()
    session.flush()


def _without_person(facts: dict[str, Json]) -> dict[str, Json]:
    contact = facts.get("contact")
    kept = {"contact": {"id": contact["id"]}} if isinstance(contact, dict) else {}
    return {**facts, **{name: {} for name in _PERSONAL if name in facts}, **kept}
