"""The sweeper: whatever was missed is found here. Rings for what is due, gives back dead leases, turns due reminders into effects,
seals the audit trail; without Redis, or when nobody answers the bell, it performs what is due itself.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import select

from licorne.adapters import clock
from licorne.adapters.queue import QUEUE
from licorne.faults import faultpoint
from licorne.models.database import current_session
from licorne.models.effect import Effect, State
from licorne.models.guard import EVERY
from licorne.services import (
    abandoned,
    audit,
    due_dates,
    erasing,
    form_closing,
    held,
    reminders,
    saved_answers,
    schedules,
    uploads,
)
from licorne.services.executor import drain
from licorne.services.liveness import Watch, holder, leave
from licorne.services.parts import parts
from licorne.services.takeover import take_over

log = logging.getLogger(__name__)
#: Seconds that a due effect may wait for a worker before the sweeper performs it.
PATIENCE = 3.0
#: Seconds between two sealings of the audit trail.
SEAL_SECONDS = 5.0
#: Seconds that a round performs for at most: the dead are looked for, and reminders, between two of them.
DRAIN_SECONDS = 5.0
#: Seconds between two looks for what schedules of rules have become due.
SCHEDULE_SECONDS = 5.0
#: Seconds between two looks for what has time: answers that are to be erased, forms that have closed.
SLOW_SECONDS = 60.0


@dataclass
class Sweeper:
    """What one sweeper remembers between two rounds."""

    watch: Watch = field(default_factory=Watch)
    waiting_since: float | None = None
    oldest: str = ""
    #: nobody else performs, and more was due than one round had time for: the next one begins at once
    is_behind: bool = False
    sealed_at: float = float("-inf")
    sealer: audit.Sealer = field(default_factory=audit.Sealer)
    slow_at: float = float("-inf")
    scheduled_at: float = float("-inf")

    def round(self) -> None:
        """One round; each part is short, safe beside other sweepers, and done whatever became of the others.

        Raises what the first part that failed raised, when all have had their turn.
        """
        parts_of_round = (self._take_over, _tick, self._see_to_schedules, self._see_to_due, self._seal, self._see_to_slow)
        failures = [error for part in parts_of_round if (error := _tried(part))]
        current_session().close()
        if failures:
            raise failures[0]

    def _take_over(self) -> None:
        for name in self.watch.dead():
            if name == holder():
                continue
            faultpoint("sweeper.before_takeover")
            count = take_over(name)
            leave(name)
            log.warning("%s is gone; %d effects given back", name, count)

    def _see_to_due(self) -> None:
        """Rings for due effects; performs them where the bell does not ring or is not answered, until nothing is due."""
        was_behind, self.is_behind = self.is_behind, False
        oldest = _oldest_due()
        if oldest is None:
            self.waiting_since, self.oldest = None, ""
            return
        if oldest != self.oldest or self.waiting_since is None:
            self.waiting_since, self.oldest = clock.monotonic(), oldest
        rung = parts().doorbell.ring(QUEUE)
        if was_behind or not rung or clock.monotonic() - self.waiting_since >= PATIENCE:
            self.waiting_since = None
            drain(QUEUE, holder(), seconds=DRAIN_SECONDS)
            self.is_behind = _oldest_due() is not None

    def _see_to_schedules(self) -> None:
        if clock.monotonic() - self.scheduled_at >= SCHEDULE_SECONDS:
            self.scheduled_at = clock.monotonic()
            schedules.tick()

    def _seal(self) -> None:
        if clock.monotonic() - self.sealed_at >= SEAL_SECONDS:
            self.sealed_at = clock.monotonic()
            self.sealer.round()

    def _see_to_slow(self) -> None:
        if clock.monotonic() - self.slow_at >= SLOW_SECONDS:
            self.slow_at = clock.monotonic()
            erasing.tick()
            saved_answers.tick()
            uploads.tick()
            held.tick()
            form_closing.tick()
            abandoned.tick()
            due_dates.tick()


def _tried(part: Callable[[], None]) -> Exception | None:
    try:
        part()
    except Exception as error:  # noqa: BLE001  # raised by `round` once the other parts are done
        current_session().rollback()
        return error
    return None


def _tick() -> None:
    if reminders.due_exists():
        reminders.tick()


def _oldest_due() -> str | None:
    """The effect that has been due for longest."""
    return current_session().scalar(
        select(Effect.id)
        .where(Effect.queue == QUEUE, Effect.state == State.PENDING.value, Effect.next_at <= clock.now())
        .order_by(Effect.next_at, Effect.id)
        .limit(1)
        .execution_options(**{EVERY: "the sweeper serves all"})
    )
