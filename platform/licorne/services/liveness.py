"""Signs of life of workers and sweepers, and who has stopped giving them.

A holder of leases moves its `beat`. Whoever watches remembers beats by its own monotonic clock, so that no clock change makes
a living worker look dead, or a dead one alive.
"""

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from licorne.adapters import clock
from licorne.models.base import table_of
from licorne.models.database import current_session, transaction
from licorne.models.effect import Effect, State, Worker
from licorne.models.guard import EVERY

#: Where the running app keeps the name of this process as a holder of leases.
_HOLDER = "licorne_holder"

#: Seconds between two beats, and without one after which a holder counts as dead.
BEAT_SECONDS = 2.0
DEAD_SECONDS = 10.0


def beat(name: str, role: str) -> None:
    """Moves the beat of a process."""
    with transaction() as session:
        dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
        row = {"name": name, "role": role, "beat": 1, "seen_at": clock.wall()}
        statement = dialect.insert(table_of(Worker)).values(row)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["name"],
                set_={"beat": table_of(Worker).c.beat + 1, "seen_at": statement.excluded.seen_at},
            )
        )


def leave(name: str) -> None:
    """Takes a process off the list: it ended in order, or it is dead and its leases are given back."""
    with transaction() as session:
        session.execute(delete(Worker).where(Worker.name == name))


def seen_lately(role: str) -> bool:
    """Whether a process of the role gave a sign of life by the system's clock; for /healthz only."""
    since = clock.wall() - timedelta(seconds=DEAD_SECONDS * 1.5)
    found = current_session().scalar(select(Worker.name).where(Worker.role == role, Worker.seen_at >= since).limit(1))
    return found is not None


@dataclass
class Watch:
    """Remembers for how long each beat has stood still under its eyes, by the watcher's own monotonic clock.

    Only watched time counts: who was away (its database restarted, its machine slept) has seen nobody standing still meanwhile.
    """

    now: Callable[[], float] = clock.monotonic
    seen: dict[str, tuple[int, float]] = field(default_factory=dict)
    looked_at: float | None = None

    def dead(self) -> list[str]:
        """Holders of leases whose beat has not moved for `DEAD_SECONDS` of watching."""
        beats = _beats()
        watched = self._watched(self.now())
        self.seen = {name: (count, self._still(name, count, watched)) for name, count in beats.items()}
        return [name for name, (_, still) in self.seen.items() if still >= DEAD_SECONDS]

    def _watched(self, moment: float) -> float:
        """Seconds since the last look that count: no more than two beats' worth for each look."""
        before, self.looked_at = self.looked_at, moment
        return 0.0 if before is None else min(moment - before, 2 * BEAT_SECONDS)

    def _still(self, name: str, count: int, watched: float) -> float:
        known = self.seen.get(name)
        return known[1] + watched if known is not None and known[0] == count else 0.0


def _beats() -> dict[str, int]:
    """Beats of all processes, and 0 for holders of leases that never gave one."""
    session = current_session()
    holders = session.scalars(
        select(Effect.lease_owner)
        .where(Effect.state == State.LEASED.value, Effect.lease_owner.is_not(None))
        .distinct()
        .execution_options(**{EVERY: "leases are per process"})
    ).all()
    workers = {row.name: row.beat for row in session.execute(select(Worker.name, Worker.beat))}
    return {holder: 0 for holder in holders if holder} | workers


def holder() -> str:
    """The name under which this process holds leases now."""
    name: str = current_app.extensions[_HOLDER]
    return name


def become_holder(role: str) -> str:
    """Takes a new name for this process; its old one beats no more.

    Also called when a try broke off in the middle (the database went away): what was leased under the old name is then given back
    by a sweeper, as if the process had died, and a late word under it is not heard.
    """
    name = f"{os.uname().nodename}:{role}:{uuid.uuid4().hex[:8]}"
    current_app.extensions[_HOLDER] = name
    return name
