"""What a person has put aside until a day: hidden from that person's inbox alone, and nothing else comes of it."""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from licorne.adapters import clock
from licorne.errors import refuse
from licorne.models.base import table_of
from licorne.models.database import current_session, transaction
from licorne.models.proof import Snooze
from licorne.services.reminders import morning


def snooze(organisation_id: str, user_id: str, subject_id: str, day: date, zone: str) -> None:
    """Hides a task or an approval from a person until the morning of a day. Raises Refused where that morning is over."""
    until = morning(day, zone)
    if until <= clock.now():
        raise refuse("snoozed_into_past", "/until")
    row = {"organisation_id": organisation_id, "user_id": user_id, "subject_id": subject_id, "until": until}
    with transaction() as session:
        dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
        insert = dialect.insert(table_of(Snooze)).values(row)
        keys = ["organisation_id", "user_id", "subject_id"]
        session.execute(insert.on_conflict_do_update(index_elements=keys, set_={"until": insert.excluded.until}))


def wake(organisation_id: str, user_id: str, subject_id: str) -> None:
    """Shows it again. Doing so twice changes nothing."""
    with transaction() as session:
        session.execute(
            delete(Snooze).where(
                Snooze.organisation_id == organisation_id, Snooze.user_id == user_id, Snooze.subject_id == subject_id
            )
        )


def snoozed(organisation_id: str, user_id: str) -> frozenset[str]:
    """The ids of what is hidden from a person now."""
    statement = select(Snooze.subject_id).where(
        Snooze.organisation_id == organisation_id, Snooze.user_id == user_id, Snooze.until > clock.now()
    )
    return frozenset(current_session().scalars(statement))
