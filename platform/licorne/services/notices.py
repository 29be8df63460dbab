"""In-app notices: codes with parameters, put into words when they are shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from licorne.adapters import clock
from licorne.adapters.ids import floor, is_id, new_id
from licorne.models.database import current_session, transaction
from licorne.models.guard import GuardedSession
from licorne.models.work import Notification
from rules.expression.json_types import Json


@dataclass(frozen=True)
class NewNotice:
    """A notice to write; `path` is where it leads inside the app."""

    user_id: str
    code: str
    parameters: Mapping[str, Json]
    path: str
    effect_id: str | None = None


def create(session: GuardedSession, organisation_id: str, new: NewNotice) -> str:
    """Writes a notice within the caller's transaction; its id."""
    row = {
        "id": new_id(),
        "organisation_id": organisation_id,
        "user_id": new.user_id,
        "code": new.code,
        "parameters": dict(new.parameters),
        "path": new.path,
        "effect_id": new.effect_id,
        "created_at": clock.now(),
        "read_at": None,
    }
    session.execute(insert(Notification), [row])
    return str(row["id"])


def unread_count(organisation_id: str, user_id: str) -> int:
    """Notices that a person has not read."""
    statement = (
        select(func.count())
        .select_from(Notification)
        .where(
            Notification.organisation_id == organisation_id,
            Notification.user_id == user_id,
            Notification.read_at.is_(None),
        )
    )
    return current_session().scalar(statement) or 0


#: A transaction that wrote a notice ends within this many seconds of having made its id.
OVERLAP_SECONDS = 60.0
#: Notices of one look, and ids that a position names at most.
_MOST = 50
_NONE = "none"


class Feed:
    """What comes to a person, each notice once, in streams that end and go on.

    Ids are made before the commit, so a notice may become visible after one with a larger id. Each look therefore goes back over
    `OVERLAP_SECONDS` and leaves out what was told. `position` says where the feed is, for whoever goes on with it later.
    """

    def __init__(self, organisation_id: str, user_id: str, position: str = "") -> None:
        """Goes on at `position`; without a usable one it begins now: what is visible already counts as told."""
        self._mine = (Notification.organisation_id == organisation_id, Notification.user_id == user_id)
        told = position.split(",")
        self._told = set() if position == _NONE else {each for each in told if is_id(each)}
        if not self._told and position != _NONE:
            self._told = self._visible()
        # Of a full list it is not known what came before: it does not come again.
        self._begin = min(self._told) if len(self._told) >= _MOST else ""

    @property
    def position(self) -> str:
        """Ids of what was told lately."""
        return ",".join(sorted(self._told)[-_MOST:]) or _NONE

    def fresh(self) -> Iterator[Notification]:
        """What has become visible, oldest first; each counts as told when the next is asked for."""
        statement = select(Notification).where(*self._mine, Notification.id.not_in(self._told))
        if self._told:
            statement = statement.where(Notification.id > self._reach())
        for notice in current_session().scalars(statement.order_by(Notification.id).limit(_MOST)).all():
            self._told.add(notice.id)
            yield notice
        self._forget()

    def _visible(self) -> set[str]:
        statement = select(Notification.id).where(*self._mine).order_by(Notification.id.desc()).limit(_MOST)
        return set(current_session().scalars(statement))

    def _forget(self) -> None:
        """Drops what no look reaches any more."""
        if self._told:
            reach = self._reach()
            self._told = {each for each in self._told if each >= reach}

    def _reach(self) -> str:
        """Looks go back to here; where the clock was set back, what comes has smaller ids than what was told before."""
        last, now = max(self._told), new_id()
        return floor(now, OVERLAP_SECONDS) if last > now else max(self._begin, floor(last, OVERLAP_SECONDS))


def mark_read(organisation_id: str, user_id: str) -> None:
    """Marks all notices of a person as read."""
    with transaction() as session:
        session.execute(
            update(Notification)
            .where(
                Notification.organisation_id == organisation_id,
                Notification.user_id == user_id,
                Notification.read_at.is_(None),
            )
            .values(read_at=clock.now()),
            execution_options={"synchronize_session": False},
        )
