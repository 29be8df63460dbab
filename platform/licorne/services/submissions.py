"""Accepting submissions: contact, submission, event, runs and effects in one transaction, once per page token."""

import logging
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from flask import current_app
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from licorne.errors import Conflict
from licorne.faults import faultpoint
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.database import after_commit, current_session, end_read, transaction
from licorne.models.form import Submission
from licorne.models.guard import GuardedSession
from licorne.models.quick import Quick
from licorne.services import contacts, events, form_limits, form_numbers, live, past_answers, uploads
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.posts import Accepted, Planned, Post, Posted, planned
from licorne.services.together import Together, Wish
from rules.expression.json_types import Json

__all__ = ["Accepted", "Moved", "Posted", "accept", "perform"]

log = logging.getLogger(__name__)
#: Times that an accept begins anew because another process won a race for the same contact.
_RACES = 5
#: Posts that one transaction takes along: as many threads serve in one process.
MOST = 16
_SUBMISSION = table_of(Submission)
_EARLIER = Quick(
    lambda count: select(Submission.token, Submission.id, Submission.contact_id, Submission.answers_sha256).where(
        Submission.organisation_id == bindparam("organisation"),
        Submission.form_id == bindparam("form"),
        Submission.token.in_([bindparam(f"v{index}") for index in range(count)]),
    )
)
_Wish: TypeAlias = Wish[Post, Accepted]
_Key = TypeVar("_Key", bound=Hashable)


class Moved(Conflict):
    """The form, its rules or its prices were published anew since the answers were read: they are to be read again."""


def accept(form: LiveForm, organisation: LiveOrganisation, posted: Posted) -> Accepted:
    """Stores a submission and everything that the rules make of it, in one transaction with the posts of other threads.

    Raises:
        Moved: `form` and `organisation` are no longer what is published.
        Conflict: the page's token was used for other answers.
    """
    together: Together[Post, Accepted] = current_app.extensions.setdefault("licorne_intake", Together(_perform, MOST))
    accepted = together(Post(form, organisation, posted))
    # Another thread may have written it: what this one had begun to read is older than its own submission.
    end_read()
    if accepted.is_new:
        faultpoint("web.after_ring")
    return accepted


def perform(wishes: Sequence[_Wish]) -> None:
    """Grants or refuses all of them, as `accept` does; for a thread that serves others and has a context of its own."""
    _perform(wishes)
    end_read()
    if any(wish.is_granted and wish.outcome().is_new for wish in wishes):
        faultpoint("web.after_ring")


def _perform(wishes: Sequence[_Wish]) -> None:
    todo = list(wishes)
    while todo:
        todo = _round_or_race(todo)


def _refuse_moved(wishes: Sequence[_Wish]) -> None:
    """Refuses those that were validated by what is no longer published."""
    for group in _grouped(wishes, lambda post: (post.form.version_id, post.organisation.stamp)).values():
        if not live.is_live(group[0].asked.form, group[0].asked.organisation):
            for wish in group:
                wish.refuse(Moved("too_busy"))


def was_sent(organisation_id: str, form_id: str, page: str) -> bool:
    """Whether this page, by its token, was accepted before: the same post again is no second one."""
    return bool(list(_EARLIER.rows(current_session(), [page], organisation=organisation_id, form=form_id)))


def _answer_earlier(wishes: Sequence[_Wish]) -> None:
    """Answers those whose page has been posted before."""
    for (organisation, form), group in _grouped(wishes, lambda post: (post.organisation.id, post.form.id)).items():
        by_token = _grouped(group, lambda post: post.posted.token)
        found = _EARLIER.rows(current_session(), list(by_token), organisation=organisation, form=form)
        for token, submission_id, contact_id, digest in found:
            for wish in by_token[token]:
                _answer(wish, Accepted(submission_id, contact_id, False), digest)


def _answer(wish: _Wish, accepted: Accepted, digest: str) -> None:
    if digest == wish.asked.posted.digest:
        wish.grant(accepted)
    else:
        wish.refuse(Conflict("page_already_sent"))


def _grouped(wishes: Iterable[_Wish], by: Callable[[Post], _Key]) -> dict[_Key, list[_Wish]]:
    groups: dict[_Key, list[_Wish]] = {}
    for wish in wishes:
        groups.setdefault(by(wish.asked), []).append(wish)
    return groups


def _apart(wishes: Sequence[_Wish]) -> tuple[list[_Wish], list[_Wish]]:
    """Those that can be written together, and those that come after one of the same page or the same contact."""
    seen: set[tuple[str, ...]] = set()
    now: list[_Wish] = []
    later: list[_Wish] = []
    for wish in wishes:
        own = {wish.asked.page, wish.asked.key}
        (later if own & seen else now).append(wish)
        seen |= own
    return now, later


def _round_or_race(wishes: list[_Wish]) -> list[_Wish]:
    """Writes what can be written together; each one alone where another process was faster. What is left comes in the next round."""
    try:
        return _round(wishes)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is one post's: the others must not be refused for it
        if len(wishes) > 1 and not isinstance(error, IntegrityError):
            log.warning("posts are written one by one: %s", error)
        for wish in wishes:
            _alone(wish)
        return []


def _alone(wish: _Wish) -> None:
    try:
        _race(wish)
    except Exception as error:  # noqa: BLE001  # raised again in the thread that wished
        wish.refuse(error)


def _race(wish: _Wish) -> None:
    for _ in range(_RACES):
        if wish.done:
            return
        try:
            _round([wish])
        except IntegrityError as error:
            log.warning("a submission begins anew: %s", error.orig)
    if not wish.done:
        wish.refuse(Conflict("too_busy"))


def _round(wishes: list[_Wish]) -> list[_Wish]:
    """One transaction. What it reads, it reads in there: on SQLite nobody else writes meanwhile."""
    with transaction() as session:
        _refuse_moved(wishes)
        _answer_earlier([wish for wish in wishes if not wish.done])
        now, later = _apart([wish for wish in wishes if not wish.done])
        taken = _planned(session, _admitted(session, now))
        _write(session, [plan for _, plan in taken])
        uploads.link(session, [(wish.asked, plan.id) for wish, plan in taken])
        past_answers.keep(session, [(wish.asked, plan.id) for wish, plan in taken])
    for wish, plan in taken:
        wish.grant(Accepted(plan.id, plan.sender.id, True))
    return later


_Known: TypeAlias = tuple[_Wish, contacts.Sender]


def _admitted(session: GuardedSession, wishes: Sequence[_Wish]) -> list[_Known]:
    """Those that the limits of their forms let in, with who sent them; the others are refused."""
    senders = _senders(wishes)
    for (organisation, _), group in _by_form(wishes).items():
        arrivals = [form_limits.arrival_of(wish.asked, senders[wish.asked.key]) for wish in group]
        refusals = form_limits.judge(session, organisation, group[0].asked.form, arrivals)
        for wish, refusal in zip(group, refusals, strict=True):
            if refusal:
                wish.refuse(refusal)
    return [(wish, senders[wish.asked.key]) for wish in wishes if not wish.done]


def _by_form(wishes: Sequence[_Wish]) -> dict[tuple[str, str], list[_Wish]]:
    return _grouped(wishes, lambda post: (post.organisation.id, post.form.id))


def _planned(session: GuardedSession, known: Sequence[_Known]) -> list[tuple[_Wish, Planned]]:
    given: dict[int, Mapping[str, Json]] = {}
    for (organisation, _), group in _by_form([wish for wish, _ in known]).items():
        numbers = form_numbers.give(session, organisation, group[0].asked.form, len(group))
        given |= {id(wish): answers for wish, answers in zip(group, numbers, strict=True)}
    return [(wish, planned(wish.asked, sender, given[id(wish)])) for wish, sender in known]


def _write(session: GuardedSession, plans: Sequence[Planned]) -> None:
    if not plans:
        return
    # In one order, so that two processes with the same new contacts wait for each other instead of for ever.
    ordered = sorted(plans, key=lambda plan: (plan.organisation.id, plan.sender.draft.key_value))
    contacts.write_senders(session, [(plan.organisation, plan.sender) for plan in ordered])
    insert_rows(session, _SUBMISSION, [plan.row for plan in plans])
    after_commit(_committed)
    events.write(session, *[plan.event for plan in plans])
    faultpoint("web.before_commit")


def _senders(wishes: Sequence[_Wish]) -> dict[tuple[str, str, str], contacts.Sender]:
    senders: dict[tuple[str, str, str], contacts.Sender] = {}
    for (organisation, kind), group in _grouped(wishes, lambda post: post.key[:2]).items():
        drafts = [(wish.asked.draft, wish.asked.posted.language) for wish in group]
        for sender in contacts.find_senders(organisation, kind, drafts):
            senders[organisation, kind, sender.draft.key_value] = sender
    return senders


def _committed() -> None:
    faultpoint("web.after_commit")
