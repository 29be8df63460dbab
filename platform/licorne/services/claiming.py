"""Claiming due effects.

A claim is one short transaction: state `leased`, epoch + 1, the attempt `started`, all durable before anything outside is touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Row, bindparam, select, update

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.faults import faultpoint
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.database import transaction
from licorne.models.effect import Effect, EffectAttempt, EffectClass, State
from licorne.models.guard import EVERY, GuardedSession
from licorne.services.action import Work
from rules.expression.json_types import Json

#: Effects claimed per transaction; more than two PDFs' worth would only make the first mail of a batch wait.
BATCH = 8

_COLUMNS = (
    Effect.id,
    Effect.organisation_id,
    Effect.run_id,
    Effect.event_id,
    Effect.step,
    Effect.item,
    Effect.position,
    Effect.kind,
    Effect.key,
    Effect.settings,
    Effect.attempts,
    Effect.lease_epoch,
    Effect.doubtful,
    Effect.effect_class,
)
_OF_WORK = [column.key for column in _COLUMNS[:10]]
_DUE = (
    select(*_COLUMNS)
    .where(Effect.queue == bindparam("queue"), Effect.state == State.PENDING.value, Effect.next_at <= bindparam("now"))
    .order_by(Effect.next_at, Effect.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
    .execution_options(**{EVERY: "workers serve all organisations"})
)

_Row: TypeAlias = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class Claim:
    """A lease on one effect: what `Work` tells the action, and the class that decides the protocol.

    `taken` is the monotonic moment at which this process knew for sure that it held it.
    """

    work: Work
    effect_class: EffectClass
    taken: float = field(default_factory=clock.monotonic)


def claim(queue: str, owner: str, limit: int = BATCH) -> list[Claim]:
    """Leases up to `limit` effects that are due now to `owner`, oldest first."""
    now = clock.now()
    with transaction() as session:
        rows = _in_company(session.execute(_DUE, {"queue": queue, "now": now, "limit": limit}).all())
        claims = [_claimed(row, now) for row in rows]
        if claims:
            _lease(session, claims, owner)
    faultpoint("worker.after_claim")
    return claims


def _claimed(row: _Row, now: datetime) -> Claim:
    first: dict[str, Any] = dict(zip(_OF_WORK, row, strict=False))
    return Claim(Work(**first, attempt=row[10] + 1, epoch=row[11] + 1, doubtful=row[12], now=now), EffectClass(row[13]))


def _in_company(rows: Sequence[_Row]) -> Sequence[_Row]:
    """What may be performed side by side: an effect whose process died is performed alone, so that only what kills is parked.

    Such a one is known by its epoch, which a takeover moves and a try of its own does not move further than the attempts.
    """
    alone = [row for row in rows if row[11] > row[10]]
    if not alone:
        return rows
    first = list(rows).index(alone[0])
    return rows[:first] or rows[:1]


def claim_waiting(session: GuardedSession, effect: Effect, settings: dict[str, Json], owner: str) -> Claim:
    """Leases a run's next step in the transaction that made it due; `settings` are its bound ones."""
    now = clock.now()
    work = Work(
        effect.id,
        effect.organisation_id,
        effect.run_id,
        effect.event_id,
        effect.step,
        effect.item,
        effect.position,
        effect.kind,
        effect.key,
        settings,
        effect.attempts + 1,
        effect.lease_epoch + 1,
        effect.doubtful,
        now,
    )
    lease = Claim(work, EffectClass(effect.effect_class))
    _lease(session, [lease], owner, settings)
    return lease


# Kept, and on tables: building a statement, judging it and finding its text anew costs more than running it.
_EFFECT, _ATTEMPT = table_of(Effect), table_of(EffectAttempt)
_LEASE = (
    update(_EFFECT)
    .where(_EFFECT.c.id == bindparam("effect"), _EFFECT.c.organisation_id == bindparam("organisation"))
    .values(
        state=State.LEASED.value,
        lease_owner=bindparam("owner"),
        lease_epoch=bindparam("epoch"),
        attempts=bindparam("attempt"),
    )
)
_LEASE_BOUND = _LEASE.values(settings=bindparam("bound"))


def _lease(session: GuardedSession, claims: list[Claim], owner: str, bound: dict[str, Json] | None = None) -> None:
    rows = [
        {
            "effect": lease.work.id,
            "organisation": lease.work.organisation_id,
            "owner": owner,
            "epoch": lease.work.epoch,
            "attempt": lease.work.attempt,
        }
        for lease in claims
    ]
    if bound is None:
        session.execute(_LEASE, rows)
    else:
        session.execute(_LEASE_BOUND, [row | {"bound": bound} for row in rows])
    add_attempts(session, [attempt_row(lease.work, "started", {"worker": owner}) for lease in claims])


def mark_begun(session: GuardedSession, leases: Sequence[Claim]) -> None:
    """Writes down that the first of these is begun next, if it is a message: of no other one a takeover has to doubt.

    Called in the transaction that ends what came before it, so that it costs no commit of its own.
    """
    add_attempts(
        session,
        [attempt_row(lease.work, "begun", {}) for lease in leases[:1] if lease.effect_class is EffectClass.MESSAGE],
    )


def add_attempts(session: GuardedSession, rows: list[dict[str, object]]) -> None:
    """Writes rows of `attempt_row`."""
    if rows:
        insert_rows(session, _ATTEMPT, rows)


def attempt_row(work: Work, phase: str, detail: dict[str, Json], milliseconds: int | None = None) -> dict[str, object]:
    """A row of `effect_attempt`."""
    return {
        "id": new_id(),
        "organisation_id": work.organisation_id,
        "effect_id": work.id,
        "epoch": work.epoch,
        "phase": phase,
        "at": clock.now(),
        "milliseconds": milliseconds,
        "detail": detail,
    }
