"""Giving back the leases of processes that died, or that gave them up."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, bindparam, case, func, select, update
from sqlalchemy.engine import CursorResult

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.base import table_of
from licorne.models.database import transaction
from licorne.models.effect import Effect, EffectAttempt, EffectClass, State
from licorne.models.guard import EVERY, GuardedSession
from licorne.services.action import Action
from licorne.services.claiming import Claim, add_attempts, attempt_row
from licorne.services.parts import ring_after_commit
from licorne.services.steps import stop_run
from rules.expression.json_types import Json

#: An effect whose tries ended with the process dead this many times is parked (I16).
MOST_DEATHS = 5


def _held_by(owner: str) -> Select[Effect]:
    return (
        select(Effect)
        .where(Effect.lease_owner == owner, Effect.state == State.LEASED.value)
        .with_for_update(skip_locked=True)
        .execution_options(**{EVERY: "leases are per process"}, populate_existing=True)
    )


def take_over(owner: str) -> int:
    """Gives back what a process held that performs no more, and rings for it; the number of effects.

    The message that was under way may have left the house: it is marked as possibly sent twice, and left to a person where that
    was so before. What was never begun is as if it had not been leased. A keyed effect will ask the remote first. What killed its
    process again and again is parked, so that it stops no others.
    """
    now = clock.now()
    with transaction() as session:
        effects = session.scalars(_held_by(owner)).all()
        begun = _begun(session, effects)
        for effect in effects:
            if _was_begun(effect, begun):
                _give_back(session, effect, now, effect.id == begun)
            else:
                _give_back_untouched(session, effect, now)
        if effects:
            ring_after_commit()
        return len(effects)


_EFFECT = table_of(Effect)
_RELEASE = (
    update(_EFFECT)
    .where(
        _EFFECT.c.organisation_id == bindparam("organisation"),
        _EFFECT.c.id == bindparam("effect"),
        _EFFECT.c.lease_epoch == bindparam("epoch"),
        _EFFECT.c.state == State.LEASED.value,
    )
    .values(state=State.PENDING.value, lease_owner=None, attempts=bindparam("kept"))
)


def release(leases: Iterable[Claim]) -> None:
    """Gives back what this process holds and has not begun: due at once, and no try is counted."""
    given = list(leases)
    if not given:
        return
    with transaction() as session:
        for lease in given:
            _release(session, lease)
        ring_after_commit()


def _release(session: GuardedSession, lease: Claim) -> None:
    work = lease.work
    row = {"organisation": work.organisation_id, "effect": work.id, "epoch": work.epoch, "kept": work.attempt - 1}
    changed = session.execute(_RELEASE, row)
    assert isinstance(changed, CursorResult)
    if changed.rowcount:  # else somebody took it over meanwhile
        add_attempts(session, [attempt_row(work, "released", {"code": "given_back"})])


def most_tries(kind: str) -> int:
    """How often an effect is begun at most, whatever ends its tries."""
    action = Action.registered.get(kind, Action)
    return max(MOST_DEATHS, len(action.back_off) + 1)


def _begun(session: GuardedSession, effects: Sequence[Effect]) -> str | None:
    """The one message that was under way: a process sends them one by one, and writes down which it begins."""
    rows = session.execute(
        select(EffectAttempt.effect_id, EffectAttempt.epoch)
        .where(EffectAttempt.effect_id.in_([effect.id for effect in effects]), EffectAttempt.phase == "begun")
        .execution_options(**{EVERY: "leases are per process"})
    )
    epochs = {effect.id: effect.lease_epoch for effect in effects}
    return next((row.effect_id for row in rows if epochs[row.effect_id] == row.epoch), None)


def _was_begun(effect: Effect, message: str | None) -> bool:
    """Whether the process may have been at this effect: at nothing else while it was at a message, and at no other message."""
    return effect.id == message if message else effect.effect_class != EffectClass.MESSAGE.value


def _give_back_untouched(session: GuardedSession, effect: Effect, now: datetime) -> None:
    """No try is counted of what was leased and never begun."""
    row = {
        "id": new_id(),
        "organisation_id": effect.organisation_id,
        "effect_id": effect.id,
        "epoch": effect.lease_epoch,
        "phase": "released",
        "at": now,
        "milliseconds": None,
        "detail": {"code": "given_back"},
    }
    add_attempts(session, [row])
    effect.lease_owner, effect.state, effect.next_at = None, State.PENDING.value, now
    effect.lease_epoch, effect.attempts = effect.lease_epoch + 1, effect.attempts - 1


def _give_back(session: GuardedSession, effect: Effect, now: datetime, begun: bool) -> None:
    twice = begun and effect.doubtful
    effect.lease_owner = None
    effect.lease_epoch += 1
    effect.doubtful = effect.doubtful or begun
    if twice:
        _park(session, effect, State.UNKNOWN, {"code": "doubtful_twice"})
        return
    # A person's "try again" starts the tries anew, the deaths in the log remain: both must have reached the limit.
    deaths = min(effect.attempts, _deaths(session, effect))
    if deaths < MOST_DEATHS and effect.attempts < most_tries(effect.kind):
        effect.state, effect.next_at = State.PENDING.value, now
        return
    _park(session, effect, State.FAILED, {"code": "worker_died", "parameters": {"times": str(deaths)}})


def _park(session: GuardedSession, effect: Effect, state: State, error: dict[str, Json]) -> None:
    effect.state, effect.error = state.value, error
    session.flush()
    stop_run(session, effect.organisation_id, effect.run_id, effect.id, state)


def _deaths(session: GuardedSession, effect: Effect) -> int:
    """Tries that began and never ended."""
    balance = func.sum(case((EffectAttempt.phase == "started", 1), (EffectAttempt.phase == "begun", 0), else_=-1))
    found = session.scalar(
        select(balance).where(
            EffectAttempt.organisation_id == effect.organisation_id, EffectAttempt.effect_id == effect.id
        )
    )
    return int(found or 0)
