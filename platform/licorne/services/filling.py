"""Submissions that staff make: filled in for a client, or taken over from a file. The contact is known, the trail says who did it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from licorne.errors import Conflict
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.database import transaction
from licorne.models.form import Submission
from licorne.models.guard import GuardedSession
from licorne.services import audit, contacts, events, form_limits, form_numbers, live, past_answers, uploads
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.posts import Planned, Post, Posted, of_page, planned
from rules.expression.json_types import Json

ARRIVAL: Final = "submission.received"
_SUBMISSION = table_of(Submission)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who made a submission, and for whom; without a contact the form's own key finds or makes one.

    `signs` is False where somebody only let through what a customer had sent.
    """

    actor: str
    contact_id: str | None = None
    kind: str = ARRIVAL
    signs: bool = True


def fill_in(form: LiveForm, organisation: LiveOrganisation, posted: Posted, hand: Hand) -> str:
    """Stores answers that passed validation, and everything that the rules make of them; the submission's id.

    The same page sent twice makes one submission.

    Raises:
        Conflict: the form or the prices were published anew meanwhile, the page was used for other answers, or the form takes
            no more of them.
    """
    with transaction() as session:
        earlier = _earlier(session, form, organisation, posted)
        if earlier is not None:
            return earlier
        if not live.is_live(form, organisation):
            raise Conflict("too_busy")
        return write(session, Post(form, organisation, posted), hand)


def write(session: GuardedSession, post: Post, hand: Hand) -> str:
    """The same within the caller's transaction, for answers that are known to be new."""
    sender = _sender(post, hand)
    _take_place(session, post, sender, hand)
    contacts.write_senders(session, [(post.organisation, sender)])
    (given,) = form_numbers.give(session, post.organisation.id, post.form, 1)
    plan = _as_told(post, planned(post, sender, given), hand)
    insert_rows(session, _SUBMISSION, [plan.row])
    uploads.link(session, [(post, plan.id)])
    past_answers.keep(session, [(post, plan.id)])
    events.write(session, plan.event)
    action = "submission.filled_in" if hand.signs else "submission.let_through"
    audit.record(session, post.organisation.id, hand.actor, action, plan.id)
    return plan.id


def _take_place(session: GuardedSession, post: Post, sender: contacts.Sender, hand: Hand) -> None:
    """An answer for a client takes its place among the others' or is refused; old answers are only counted."""
    mine, form = post.organisation.id, post.form
    if hand.kind != ARRIVAL:
        form_limits.forget(session, mine, [form.id])
        return
    (refusal,) = form_limits.judge(session, mine, form, [form_limits.arrival_of(post, sender)])
    if refusal is not None:
        raise refusal


def _sender(post: Post, hand: Hand) -> contacts.Sender:
    if hand.contact_id is not None:
        return contacts.known_sender(post.organisation.id, hand.contact_id, post.draft)
    (found,) = contacts.find_senders(post.organisation.id, post.draft.key_kind, [(post.draft, post.posted.language)])
    return found


def _as_told(post: Post, plan: Planned, hand: Hand) -> Planned:
    """The plan with who made it; planned anew where it is no arrival."""
    row: Mapping[str, object] = {**plan.row, "filled_in_by": hand.actor if hand.signs else None}
    if hand.kind == ARRIVAL:
        return replace(plan, row=row)
    facts: dict[str, Json] = dict(plan.event.event["facts"])  # type: ignore[call-overload]  # rows are objects
    subject = events.Subject(post.organisation.id, hand.kind, plan.id, facts)
    return replace(plan, row=row, event=events.plan_event(post.organisation.index, post.organisation.stamp, subject))


def _earlier(session: GuardedSession, form: LiveForm, organisation: LiveOrganisation, posted: Posted) -> str | None:
    row = session.execute(of_page(organisation.id, form.id, posted.token)).first()
    if row is None:
        return None
    if row.answers_sha256 != posted.digest:
        raise Conflict("page_already_sent")
    return str(row.id)
