"""Accepting submissions: contact, submission, event, runs and effects in one transaction, once per page token."""

import logging
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeAlias, TypeVar

from flask import current_app
from sqlalchemy import Row, bindparam, select
from sqlalchemy.exc import IntegrityError

from licorne.errors import Conflict
from licorne.faults import faultpoint
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.database import after_commit, current_session, transaction
from licorne.models.form import Submission
from licorne.services import contacts, events, live
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.posts import Accepted, Planned, Post, Posted, planned
from licorne.services.together import Together, Wish

__all__ = ["Accepted", "Moved", "Posted", "accept"]

log = logging.getLogger(__name__)
#: Times that an accept begins anew because another process won a race for the same contact.
_RACES = 5
#: Posts that one transaction takes along: as many threads serve in one process.
_MOST = 16
_SUBMISSION = table_of(Submission)
_EARLIER = select(Submission.token, Submission.id, Submission.contact_id, Submission.answers_sha256).where(
    Submission.organisation_id == bindparam("organisation"),
    Submission.form_id == bindparam("form"),
    Submission.token.in_(bindparam("tokens", expanding=True)),
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
    together: Together[Post, Accepted] = current_app.extensions.setdefault("licorne_intake", Together(_perform, _MOST))
    accepted = together(Post(form, organisation, posted))
    # Another thread may have written it: what this one had begun to read is older than its own submission.
    current_session().commit()
    if accepted.is_new:
        faultpoint("web.after_ring")
    return accepted


def _perform(wishes: Sequence[_Wish]) -> None:
    _refuse_moved(wishes)
    todo = [wish for wish in wishes if not wish.done]
    while todo:
        _answer_earlier(todo)
        now, todo = _apart([wish for wish in todo if not wish.done])
        _write_or_race(now)


def _refuse_moved(wishes: Sequence[_Wish]) -> None:
    """Refuses those that were validated by what is no longer published."""
    for group in _grouped(wishes, lambda post: (post.form.version_id, post.organisation.stamp)).values():
        if not live.is_live(group[0].asked.form, group[0].asked.organisation):
            for wish in group:
                wish.refuse(Moved("too_busy"))


def _answer_earlier(wishes: Sequence[_Wish]) -> None:
    """Answers those whose page has been posted before."""
    for (organisation, form), group in _grouped(wishes, lambda post: (post.organisation.id, post.form.id)).items():
        by_token = _grouped(group, lambda post: post.posted.token)
        parameters = {"organisation": organisation, "form": form, "tokens": list(by_token)}
        for row in current_session().execute(_EARLIER, parameters):
            for wish in by_token[row.token]:
                _answer(wish, row)


def _answer(wish: _Wish, row: "Row[str, str, str, str]") -> None:
    if row.answers_sha256 == wish.asked.posted.digest:
        wish.grant(Accepted(row.id, row.contact_id, False))
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


def _write_or_race(wishes: Sequence[_Wish]) -> None:
    """Writes all; each one alone where another process was faster with the same page or the same new contact."""
    try:
        _write(wishes)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is one post's: the others must not be refused for it
        if len(wishes) > 1 and not isinstance(error, IntegrityError):
            log.warning("posts are written one by one: %s", error)
        for wish in wishes:
            _alone(wish)


def _alone(wish: _Wish) -> None:
    try:
        _race(wish)
    except Exception as error:  # noqa: BLE001  # raised again in the thread that wished
        wish.refuse(error)


def _race(wish: _Wish) -> None:
    for _ in range(_RACES):
        _answer_earlier([wish])
        if wish.done:
            return
        try:
            _write([wish])
        except IntegrityError as error:
            log.warning("a submission begins anew: %s", error.orig)
        else:
            return
    wish.refuse(Conflict("too_busy"))


def _write(wishes: Sequence[_Wish]) -> None:
    if not wishes:
        return
    plans = _plans(wishes)
    with transaction() as session:
        # In one order, so that two processes with the same new contacts wait for each other instead of for ever.
        ordered = sorted(plans, key=lambda plan: (plan.organisation.id, plan.sender.draft.key_value))
        contacts.write_senders(session, [(plan.organisation, plan.sender) for plan in ordered])
        insert_rows(session, _SUBMISSION, [plan.row for plan in plans])
        after_commit(_committed)
        events.write(session, *[plan.event for plan in plans])
        faultpoint("web.before_commit")
    for wish, plan in zip(wishes, plans, strict=True):
        wish.grant(Accepted(plan.id, plan.sender.id, True))


def _plans(wishes: Sequence[_Wish]) -> list[Planned]:
    senders: dict[tuple[str, str, str], contacts.Sender] = {}
    for (organisation, kind), group in _grouped(wishes, lambda post: post.key[:2]).items():
        drafts = [(wish.asked.draft, wish.asked.posted.language) for wish in group]
        for sender in contacts.find_senders(organisation, kind, drafts):
            senders[organisation, kind, sender.draft.key_value] = sender
    return [planned(wish.asked, senders[wish.asked.key]) for wish in wishes]


def _committed() -> None:
    faultpoint("web.after_commit")
