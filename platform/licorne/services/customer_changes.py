"""What customers do about what they sent: correct it, withdraw it. Judged behind the lock, by the link and by the form of now."""

from collections.abc import Mapping
from dataclasses import dataclass

from licorne.adapters import clock
from licorne.errors import Conflict, NotFound
from licorne.models.form import Submission
from licorne.models.guard import GuardedSession
from licorne.services import correction_limits, customer_links, form_limits, live, submission_care, submission_edits
from licorne.services.customer_links import EDIT, WITHDRAW, Opened
from rules.expression.json_types import Json


@dataclass(frozen=True, slots=True)
class Corrected:
    """Answers of a customer that passed the submission's own version; `seen` is the newest correction that the page knew."""

    answers: Mapping[str, Json]
    seen: str


def correct(one: Opened, key: str, corrected: Corrected) -> bool:
    """Keeps the correction; False where nothing is different.

    Raises:
        NotFound: the form allows no corrections. Conflict: the link is good for nothing any more, the form is closed, an option is
            taken, or somebody corrected it meanwhile.
    """
    mine, submission = one.submission.organisation_id, one.submission

    def judge(session: GuardedSession, found: Submission) -> None:
        form = _judge(session, found, key, EDIT)
        correction_limits.judge(session, form, found, corrected.answers)

    author = submission_edits.Author(actor_of(submission), "customer", judge)
    return submission_edits.correct(mine, submission.id, corrected.answers, corrected.seen, author)


def withdraw(one: Opened, key: str) -> bool:
    """Takes the answers back; False where they were taken back before. Raises as `correct` does."""
    mine, submission = one.submission.organisation_id, one.submission

    def judge(session: GuardedSession, found: Submission) -> None:
        _judge(session, found, key, WITHDRAW)

    return submission_care.withdraw_own(mine, submission.id, actor_of(submission), judge)


def actor_of(submission: Submission) -> str:
    """How the trail calls the customer."""
    return f"contact:{submission.contact_id}"


def closed(one: Opened) -> str:
    """Why nothing can be changed at this moment; empty where it can."""
    form, _ = live.form_at(one.form.slug)
    return form_limits.closed(form.definition, clock.now())


def _judge(session: GuardedSession, submission: Submission, key: str, deed: str) -> live.LiveForm:
    """The form as it is now, where the link and its hours allow the deed."""
    one = customer_links.judged(session, submission, key)
    if not one.may(deed):
        raise NotFound(submission.id)
    form, _ = live.form_at(one.form.slug)
    if code := form_limits.closed(form.definition, clock.now()):
        raise Conflict(code)
    return form
