"""Posts that a trap for robots caught: kept for a while, counted, let through by a person. Nothing comes of them before that."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.database import current_session, transaction
from licorne.models.guard import EVERY, GuardedSession
from licorne.models.submission import HeldPost
from licorne.services import audit, events, form_events, live, tally
from licorne.services.filling import Hand, write
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.posts import Post, Posted, of_page
from licorne.services.tally import Seen
from rules.expression.json_types import Json

#: A post that nobody lets through in so long is gone.
KEPT: Final = timedelta(days=30)
#: Of one form; a flood beyond it is only counted.
MOST: Final = 1_000
#: Handled in one transaction at most.
TOGETHER: Final = 50
_HELD = table_of(HeldPost)


def hold(form: LiveForm, organisation: LiveOrganisation, posted: Posted, trap: str) -> bool:
    """Keeps a post aside, once per page; False where so many are kept that this one is only counted.

    The rules are told without the answers: who is caught by mistake must not stay in the log when the post is gone.
    """
    with transaction() as session:
        mine = (HeldPost.organisation_id == organisation.id, HeldPost.form_id == form.id)
        if session.scalar(select(HeldPost.id).where(*mine, HeldPost.token == posted.token)):
            return True
        tally.write({Seen(organisation.id, form.id, clock.today(organisation.zone), f"trap:{trap}"): 1})
        if (session.scalar(select(func.count()).select_from(HeldPost).where(*mine)) or 0) >= MOST:
            return False
        row = _row(form, organisation, posted, trap)
        insert_rows(session, _HELD, [row])
        _tell(session, form, organisation, str(row["id"]), trap)
        return True


def release(organisation_id: str, ids: Sequence[str], actor: str) -> int:
    """Lets posts through as if they arrived now, by the version that they were made with; how many.

    Raises:
        Conflict: the form takes no more answers; nothing is let through.
    """
    organisation = live.organisation(organisation_id)
    with transaction() as session:
        found = _locked(session, organisation_id, ids)
        for post in found:
            form = live.version_of(organisation_id, post.form_version_id)
            posted = Posted(post.answers, post.token, post.language)
            # The same page may have been sent once more, then without falling into the trap.
            if session.scalar(of_page(organisation_id, post.form_id, post.token)) is None:
                write(session, Post(form, organisation, posted), Hand(actor, signs=False))
            session.delete(post)
        session.flush()
        return len(found)


def discard(organisation_id: str, ids: Sequence[str], actor: str) -> int:
    """Forgets posts for good; how many."""
    with transaction() as session:
        found = _locked(session, organisation_id, ids)
        for post in found:
            session.delete(post)
            audit.record(session, organisation_id, actor, "post.discarded", post.id, {"trap": post.trap})
        session.flush()
        return len(found)


def tick() -> int:
    """Forgets what nobody has let through in time, for all organisations; how many."""
    late = delete(HeldPost).where(HeldPost.received_at <= clock.now() - KEPT).returning(HeldPost.id)
    statement = select(HeldPost.id).where(HeldPost.received_at <= clock.now() - KEPT).limit(1)
    if current_session().scalar(statement.execution_options(**{EVERY: "the sweeper serves all"})) is None:
        return 0
    with transaction() as session:
        options = {EVERY: "the sweeper serves all", "synchronize_session": False}
        return len(session.execute(late.execution_options(**options)).all())


def _locked(session: GuardedSession, organisation_id: str, ids: Sequence[str]) -> list[HeldPost]:
    statement = (
        select(HeldPost)
        .where(HeldPost.organisation_id == organisation_id, HeldPost.id.in_(list(ids)[:TOGETHER]))
        .order_by(HeldPost.id)
        .with_for_update()
    )
    return list(session.scalars(statement))


def _row(form: LiveForm, organisation: LiveOrganisation, posted: Posted, trap: str) -> dict[str, object]:
    return {
        "id": new_id(),
        "organisation_id": organisation.id,
        "form_id": form.id,
        "form_version_id": form.version_id,
        "token": posted.token,
        "answers": dict(posted.answers),
        "language": posted.language,
        "trap": trap,
        "received_at": clock.now(),
    }


def _tell(session: GuardedSession, form: LiveForm, organisation: LiveOrganisation, post_id: str, trap: str) -> None:
    facts: dict[str, Json] = {
        "form": form_events.form_facts(form),
        "spam": {"by": trap},
        "organisation": organisation.facts,
        "today": clock.today(organisation.zone).isoformat(),
    }
    subject = events.Subject(organisation.id, "submission.refused_as_spam", post_id, facts)
    events.write(session, events.plan_event(organisation.index, organisation.stamp, subject))
