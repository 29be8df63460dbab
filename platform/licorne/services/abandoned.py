"""Answers that were put aside and not sent: the sweeper tells the rules when as many hours have gone by as they wait."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, select

from licorne.adapters import clock
from licorne.models.database import current_session, transaction
from licorne.models.event import Event
from licorne.models.form import Form
from licorne.models.guard import GuardedSession
from licorne.models.submission import SavedAnswers
from licorne.services import form_events, listening, live, saved_answers

KIND: Final = "submission.abandoned"
#: Told in one round at most.
BATCH: Final = 50
#: A rule hears of what became due since it is there, and in the hour before: it may replace a version that had no time left. Of a
#: month of old pages it hears nothing.
_BEFORE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What one live rule waits for."""

    organisation_id: str
    slugs: tuple[str, ...]
    hours: int
    since: datetime


def tick() -> int:
    """Tells of every saved page that is due, for all organisations; how many times."""
    return sum(_tell(wish, found) for wish in list(_wishes()) for found in _due(wish))


def _wishes() -> Iterator[_Wish]:
    for one in listening.listeners(KIND):
        slugs, hours = listening.slugs_of(one.settings["form"]), int(one.settings["after_hours"])
        yield _Wish(one.organisation_id, slugs, hours, one.since)


def _due(wish: _Wish) -> list[str]:
    """Ids of what was put aside so long ago."""
    waited = timedelta(hours=wish.hours)
    statement = (
        _open(wish)
        .join(Form, (Form.organisation_id == SavedAnswers.organisation_id) & (Form.id == SavedAnswers.form_id))
        .where(
            Form.slug.in_(wish.slugs),
            SavedAnswers.saved_at <= clock.now() - waited,
            SavedAnswers.saved_at > wish.since - waited - _BEFORE,
        )
        .order_by(SavedAnswers.saved_at, SavedAnswers.id)
        .limit(BATCH)
    )
    return [row.id for row in current_session().scalars(statement)]


def _open(wish: _Wish) -> Select[SavedAnswers]:
    """What was not sent, is not too old, and was not told of."""
    mine = SavedAnswers.organisation_id == wish.organisation_id
    not_sent = ~saved_answers.was_sent()
    return select(SavedAnswers).where(mine, SavedAnswers.expires_at > clock.now(), not_sent, ~_is_told(wish))


def _is_told(wish: _Wish) -> ColumnElement[bool]:
    facts: Any = Event.facts
    return exists().where(
        Event.organisation_id == SavedAnswers.organisation_id,
        Event.subject_id == SavedAnswers.id,
        Event.kind == KIND,
        facts["saved"]["after_hours"].as_integer() == wish.hours,
    )


def _tell(wish: _Wish, saved_id: str) -> bool:
    with transaction() as session:
        # Another sweeper may be at it, or its customer, who goes on this moment.
        locked = select(SavedAnswers.id).where(
            SavedAnswers.organisation_id == wish.organisation_id, SavedAnswers.id == saved_id
        )
        session.execute(locked.with_for_update())
        found = session.scalar(_open(wish).where(SavedAnswers.id == saved_id))
        if found is None:
            return False
        _write(session, wish, found)
        return True


def _write(session: GuardedSession, wish: _Wish, found: SavedAnswers) -> None:
    form = live.version_of(wish.organisation_id, found.form_version_id)
    facts = saved_answers.facts_of(found, live.organisation(wish.organisation_id).zone)
    more = {"saved": {**facts, "after_hours": wish.hours}}
    form_events.tell_about(session, KIND, wish.organisation_id, form, found.id, more)
