"""Approvals: a step of a rule asks people, and goes on as they decide. `any`: the first decision decides. `all`: one refusal refuses."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ScalarSelect, String, cast, func, literal_column, select

from licorne.adapters import clock
from licorne.errors import Conflict, NotFound
from licorne.models.database import current_session, transaction
from licorne.models.effect import Effect, State
from licorne.models.flow import Wait
from licorne.models.guard import GuardedSession
from licorne.services import audit, members, notices, waits
from licorne.services.action import Work
from licorne.services.facts import event_facts

CONTACT_OWNER = "contact_owner"


def people_of(session: GuardedSession, work: Work, asked: Iterable[str]) -> list[str]:
    """The members that `role:…`, `user:…` and `contact_owner` stand for, each once; who has left is not among them."""
    present = {user.id: membership.role for membership, user in members.members(work.organisation_id)}
    found: dict[str, None] = {}
    for one in asked:
        for user in _people(session, work, one, present):
            found[user] = None
    return [user for user in found if user in present]


def _people(session: GuardedSession, work: Work, asked: str, present: dict[str, str]) -> Iterator[str]:
    kind, _, name = asked.partition(":")
    if asked == CONTACT_OWNER:
        contact = event_facts(work).get("contact") or {}
        owner = members.owner_of(session, work.organisation_id, contact.get("id"))
        yield from (owner,) if owner else ()
    elif kind == "role":
        yield from (user for user, role in present.items() if role == name)
    else:
        yield name or kind


def ask(session: GuardedSession, work: Work, wait: Wait) -> None:
    """Tells those who are asked, and the rules."""
    for user in wait.asked:
        parameters = {"title": wait.title}
        notice = notices.NewNotice(user, "approval_asked", parameters, "/inbox", work.id)
        notices.create(session, work.organisation_id, notice)
    waits.tell(session, work, "approval.requested", {"wait": {"step": work.step, "title": wait.title, "id": wait.id}})


def pending_for(organisation_id: str, user_id: str) -> list[Wait]:
    """What waits for a person's decision, the most urgent first."""
    return [
        wait
        for wait in current_session().scalars(
            select(Wait)
            .join(Effect, (Effect.organisation_id == Wait.organisation_id) & (Effect.id == Wait.effect_id))
            .where(
                Wait.organisation_id == organisation_id,
                Wait.kind == "approval",
                Wait.state == "open",
                Effect.state == State.PENDING.value,
            )
            .order_by(Wait.due_at.is_(None), Wait.due_at, Wait.id)
        )
        if user_id in wait.asked and not _has_decided(wait, user_id)
    ]


def waiting_count(organisation_id: str, user_id: str) -> ScalarSelect[int]:
    """How many approvals wait for a person, for a page that counts several things at once. The state is written out, so that the
    partial index serves.
    """
    return (
        select(func.count())
        .select_from(Wait)
        .join(Effect, (Effect.organisation_id == Wait.organisation_id) & (Effect.id == Wait.effect_id))
        .where(
            Wait.organisation_id == organisation_id,
            Wait.kind == "approval",
            Wait.state == literal_column("'open'"),
            Effect.state == State.PENDING.value,
            cast(Wait.asked, String).contains(user_id),
            cast(Wait.decisions, String).not_like(f"%{user_id}%"),
        )
        .scalar_subquery()
    )


def decide(organisation_id: str, wait_id: str, user_id: str, granted: bool, reason: str = "") -> str | None:
    """Writes a person's decision; what the approval came to by it, None while others are still to be heard.

    Raises:
        NotFound: there is no such approval, or this person was not asked.
        Conflict: it is decided or given up already, or this person has decided.
    """
    with transaction() as session:
        wait = _locked(session, organisation_id, wait_id)
        if wait is None or user_id not in wait.asked:
            raise NotFound(wait_id)
        if wait.state != "open" or _has_decided(wait, user_id) or not _is_awaited(session, wait):
            raise Conflict("approval_is_over")
        at = clock.now().isoformat(timespec="seconds")
        wait.decisions = [*wait.decisions, {"user": user_id, "granted": granted, "reason": reason[:2000], "at": at}]
        outcome = _outcome(wait)
        if outcome is not None:
            waits.end(wait, outcome)
            session.flush()
            waits.call(session, wait)
        word = "approval.granted" if granted else "approval.refused"
        audit.record(session, organisation_id, f"user:{user_id}", word, wait.id, {"title": wait.title})
        return outcome


def _outcome(wait: Wait) -> str | None:
    latest = wait.decisions[-1]["granted"]
    if wait.need != "all":
        return "granted" if latest else "refused"
    if not latest:
        return "refused"
    return "granted" if len(wait.decisions) == len(wait.asked) else None


def _has_decided(wait: Wait, user_id: str) -> bool:
    return any(one["user"] == user_id for one in wait.decisions)


def _is_awaited(session: GuardedSession, wait: Wait) -> bool:
    """Whether its run still waits: it may have been cancelled."""
    state = session.scalar(
        select(Effect.state).where(Effect.organisation_id == wait.organisation_id, Effect.id == wait.effect_id)
    )
    return state == State.PENDING.value


def _locked(session: GuardedSession, organisation_id: str, wait_id: str) -> Wait | None:
    statement = select(Wait).where(Wait.organisation_id == organisation_id, Wait.id == wait_id, Wait.kind == "approval")
    return session.scalars(statement.with_for_update().execution_options(populate_existing=True)).first()
