"""In-app notices: codes with parameters, put into words when they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from licorne.adapters import clock
from licorne.adapters.ids import new_id
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


def newest(organisation_id: str, user_id: str, after: str | None = None, limit: int = 50) -> list[Notification]:
    """A person's notices, newest first; with `after` (an id) only later ones."""
    statement = select(Notification).where(
        Notification.organisation_id == organisation_id, Notification.user_id == user_id
    )
    if after:
        statement = statement.where(Notification.id > after)
    return list(current_session().scalars(statement.order_by(Notification.id.desc()).limit(limit)))


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
