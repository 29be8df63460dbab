"""What staff decide about submissions: spam or not, withdrawn, deleted and restored. Several at once, in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select, update

from licorne.adapters import clock
from licorne.models.database import transaction
from licorne.models.effect import Effect, State
from licorne.models.event import Event, Run
from licorne.models.form import Submission
from licorne.models.guard import GuardedSession
from licorne.models.work import Reminder
from licorne.services import audit, form_limits, submission_events
from licorne.services.steps import close_run

#: What is deleted can be restored for so long; then its answers are erased (docs/forms.md, 5).
UNDO: Final = timedelta(days=30)
#: Handled in one transaction at most: a page of a list, twice over.
MOST: Final = 100
_OPEN = (State.WAITING, State.PENDING, State.FAILED, State.UNKNOWN)


def mark_as_spam(organisation_id: str, ids: Sequence[str], actor: str) -> int:
    """Puts submissions aside as spam and cancels what rules still wanted to do about them; how many that were."""

    def change(session: GuardedSession, submission: Submission) -> None:
        submission.spam_at = clock.now()
        _stop(session, submission)
        submission_events.tell(session, "submission.refused_as_spam", submission, {"spam": {"by": "person"}})

    decision = _Decision("submission.marked_as_spam", lambda one: one.spam_at is None, change)
    return _decide(organisation_id, ids, actor, decision)


def unmark_spam(organisation_id: str, ids: Sequence[str], actor: str) -> int:
    """Takes submissions out of the spam folder. What was cancelled stays so: a person decides what is still wanted."""

    def change(session: GuardedSession, submission: Submission) -> None:
        submission.spam_at = None

    decision = _Decision("submission.unmarked_as_spam", lambda one: one.spam_at is not None, change)
    return _decide(organisation_id, ids, actor, decision)


def delete(organisation_id: str, ids: Sequence[str], actor: str) -> int:
    """Puts submissions into the bin, and cancels what rules still wanted to do about them."""

    def change(session: GuardedSession, submission: Submission) -> None:
        submission.deleted_at = clock.now()
        _stop(session, submission)

    return _decide(
        organisation_id, ids, actor, _Decision("submission.deleted", lambda one: one.deleted_at is None, change)
    )


def restore(organisation_id: str, ids: Sequence[str], actor: str) -> int:
    """Takes submissions out of the bin; those whose answers are erased stay there."""

    def change(session: GuardedSession, submission: Submission) -> None:
        submission.deleted_at = None

    decision = _Decision("submission.restored", lambda one: bool(one.deleted_at and not one.erased_at), change)
    return _decide(organisation_id, ids, actor, decision)


def withdraw(organisation_id: str, ids: Sequence[str], actor: str) -> int:
    """Notes that the sender took the answers back, cancels what rules still wanted to do, and tells the rules."""

    def change(session: GuardedSession, submission: Submission) -> None:
        _withdraw(session, submission, "staff")

    decision = _Decision("submission.withdrawn", lambda one: one.withdrawn_at is None, change)
    return _decide(organisation_id, ids, actor, decision)


def withdraw_own(
    organisation_id: str, submission_id: str, actor: str, judge: Callable[[GuardedSession, Submission], None]
) -> bool:
    """The same by the sender; `judge` raises where that is not allowed, behind the lock. False where it was withdrawn before."""

    def change(session: GuardedSession, submission: Submission) -> None:
        judge(session, submission)
        _withdraw(session, submission, "customer")

    decision = _Decision("submission.withdrawn", lambda one: one.withdrawn_at is None, change)
    return bool(_decide(organisation_id, [submission_id], actor, decision))


def _withdraw(session: GuardedSession, submission: Submission, by: str) -> None:
    submission.withdrawn_at = clock.now()
    _stop(session, submission)
    submission_events.tell(session, "submission.withdrawn", submission, {"by": by})


@dataclass(frozen=True, slots=True)
class _Decision:
    """What is decided about submissions: its word in the audit trail, about which of them, and what it changes."""

    word: str
    concerns: Callable[[Submission], bool]
    change: Callable[[GuardedSession, Submission], None]


def _decide(organisation_id: str, ids: Sequence[str], actor: str, decision: _Decision) -> int:
    """Carries a decision out in one transaction; how many submissions it concerned. Their places are counted anew."""
    with transaction() as session:
        found = [one for one in _locked(session, organisation_id, ids) if decision.concerns(one)]
        for submission in found:
            decision.change(session, submission)
            audit.record(session, organisation_id, actor, decision.word, submission.id)
        form_limits.forget(session, organisation_id, [one.form_id for one in found])
        return len(found)


def note_export(organisation_id: str, form_id: str, kind: str, actor: str) -> None:
    """The trail knows who took answers out of Licorne; not what they looked for, which may name a person."""
    with transaction() as session:
        audit.record(
            session, organisation_id, actor, "submissions.exported", form_id or organisation_id, {"kind": kind}
        )


def _locked(session: GuardedSession, organisation_id: str, ids: Sequence[str]) -> list[Submission]:
    """In one order, so that two people with the same rows wait for each other instead of for ever."""
    statement = (
        select(Submission)
        .where(Submission.organisation_id == organisation_id, Submission.id.in_(list(ids)[:MOST]))
        .order_by(Submission.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def _stop(session: GuardedSession, submission: Submission) -> None:
    """Cancels the open steps of the runs that answered it. A run whose step is being done this moment goes on: it cannot be called back."""
    session.flush()
    effects = _open_effects(session, submission)
    busy = {effect.run_id for effect in effects if effect.state == State.LEASED.value}
    stopped = [effect for effect in effects if effect.run_id not in busy]
    for effect in stopped:
        effect.state = State.CANCELLED.value
    session.flush()
    for run_id in sorted({effect.run_id for effect in stopped if effect.run_id}):
        close_run(session, submission.organisation_id, run_id, "cancelled")
    _cancel_reminders(session, submission)


def _open_effects(session: GuardedSession, submission: Submission) -> list[Effect]:
    mine = submission.organisation_id
    statement = (
        select(Effect)
        .join(Run, (Run.organisation_id == Effect.organisation_id) & (Run.id == Effect.run_id))
        .join(Event, (Event.organisation_id == Run.organisation_id) & (Event.id == Run.event_id))
        .where(
            Effect.organisation_id == mine,
            Event.subject_id == submission.id,
            Effect.state.in_([*(state.value for state in _OPEN), State.LEASED.value]),
        )
        .order_by(Effect.id)
        .with_for_update(of=Effect)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def _cancel_reminders(session: GuardedSession, submission: Submission) -> None:
    mine = submission.organisation_id
    made = (
        select(Effect.id)
        .join(Event, (Event.organisation_id == Effect.organisation_id) & (Event.id == Effect.event_id))
        .where(Effect.organisation_id == mine, Event.subject_id == submission.id)
    )
    session.execute(
        update(Reminder)
        .where(Reminder.organisation_id == mine, Reminder.state == "scheduled", Reminder.effect_id.in_(made))
        .values(state="cancelled"),
        execution_options={"synchronize_session": False},
    )
