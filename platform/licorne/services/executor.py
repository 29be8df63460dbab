"""The one executor: claims what is due and performs each effect by its class. Runs in RQ workers, and in the sweeper without Redis."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from licorne.adapters import clock
from licorne.errors import Conflict, Doubtful, LicorneError, NotFound, Permanent, Refused, Transient
from licorne.faults import faultpoint
from licorne.models.database import current_session, is_lost, is_passing, transaction
from licorne.models.effect import EffectClass, State
from licorne.models.guard import GuardedSession
from licorne.services import steps
from licorne.services.action import Action, KeyedAction, OutsideAction, action_for
from licorne.services.claiming import BATCH, Claim, claim, mark_begun
from licorne.services.outcome import Outcome
from licorne.services.parts import parts
from licorne.services.takeover import release
from licorne.services.vigil import bounded
from licorne.stopping import STOPPING
from rules.expression.json_types import Json

log = logging.getLogger(__name__)
#: After this many seconds a worker gives its place back to the queue.
DRAIN_SECONDS = 20.0
#: How long the outcome of what was done outside waits for a database that went away.
INSIST_SECONDS = 20.0
#: A lease that was taken this many seconds ago is looked at again before anything is sent out: a paused process is a zombie.
FRESH_SECONDS = 1.0


def drain(queue: str, owner: str, seconds: float = DRAIN_SECONDS) -> int:
    """Performs what is due until nothing is, time is up, or the process was asked to end; the number of effects claimed."""
    until, count = clock.monotonic() + seconds, 0
    while clock.monotonic() < until and not STOPPING.is_set():
        leases = claim(queue, owner)
        if not leases:
            return count
        if len(leases) == BATCH:
            parts().ring()  # there may be more than we took: call a colleague
        count += len(leases)
        perform_all(leases, owner)
    parts().ring()
    return count


def perform_all(leases: list[Claim], owner: str) -> None:
    """Performs leased effects and the steps that follow from them.

    Equal classes are taken together: one transaction for all transactional ones, one for the results of keyed and derived ones.
    Mails are written down one by one, so that a crash leaves at most one in doubt. A process that was asked to end begins none.
    """
    todo = leases
    if todo and todo[0].effect_class is EffectClass.MESSAGE and not STOPPING.is_set():
        with transaction() as session:
            mark_begun(session, todo)
    while todo and not STOPPING.is_set():
        kind = todo[0].effect_class
        group = [lease for lease in todo if lease.effect_class is kind]
        if kind is EffectClass.MESSAGE:
            group = group[:1]
        rest = [lease for lease in todo if lease not in group]
        todo = rest + _perform_group(kind, group, rest, owner)
    release(todo)


def _perform_group(kind: EffectClass, group: list[Claim], rest: list[Claim], owner: str) -> list[Claim]:
    """What is left of the group, and what follows from it. `rest` comes after the group and before what follows."""
    if kind is EffectClass.TRANSACTIONAL:
        return _apply(group, rest, owner)
    outcomes = _carry_out_some(group)
    following = _write_down(outcomes, rest, owner)
    faultpoint(_AFTER_DONE[kind])
    return group[len(outcomes) :] + following


def _carry_out_some(group: list[Claim]) -> list[Outcome]:
    """The first of the group, and the others unless the process is asked to end meanwhile."""
    outcomes: list[Outcome] = []
    for lease in group:
        if outcomes and STOPPING.is_set():
            break
        outcomes.append(_carry_out(lease))
    return outcomes


def _write_down(outcomes: list[Outcome], rest: list[Claim], owner: str) -> list[Claim]:
    try:
        return _settle_all(outcomes, rest, owner)
    except SQLAlchemyError:
        _insist(outcomes, owner)
        raise  # the database may have kept more than it answered: the leases are left, whoever takes them over goes on


def _insist(outcomes: list[Outcome], owner: str) -> None:
    """Waits for a database that went away: what happened outside must not be forgotten, or it happens again."""
    until = clock.monotonic() + INSIST_SECONDS
    while clock.monotonic() < until:
        time.sleep(0.5)
        try:
            current_session().close()
            with transaction() as session:
                _settle(session, outcomes, owner)
        except SQLAlchemyError:
            log.warning("the database is away, the outcome of %d effects waits", len(outcomes))
        else:
            return


def _settle_all(outcomes: list[Outcome], rest: list[Claim], owner: str) -> list[Claim]:
    with transaction() as session:
        following = _settle(session, outcomes, owner)
        mark_begun(session, rest + following)
    return following


def _settle(session: GuardedSession, outcomes: list[Outcome], owner: str) -> list[Claim]:
    """Writes down what several tries outside came to; the leases on what follows."""
    following = _settle_together(session, outcomes, owner)
    if following is None:
        following = [_settle_one(session, outcome, owner) for outcome in outcomes]
    return [lease for lease in following if lease]


def _settle_together(session: GuardedSession, outcomes: list[Outcome], owner: str) -> Sequence[Claim | None] | None:
    """Writes all in one savepoint. None where anything is wrong with one of them: each is then written for itself."""
    if len(outcomes) == 1 or any(outcome.error for outcome in outcomes):
        return None
    try:
        with session.begin_nested():
            return steps.finish_all(session, [_finished(session, outcome) for outcome in outcomes], owner)
    except Exception as error:  # found again, and recorded with its effect, by who writes them one by one
        if is_lost(error):
            raise
        log.info("%d effects are written one by one", len(outcomes), exc_info=error)
        return None


def _finished(session: GuardedSession, outcome: Outcome) -> steps.Finished:
    work = outcome.lease.work
    result = _action(outcome.lease).record(session, work, outcome)
    return steps.Finished(outcome.lease, result, outcome.milliseconds, work.doubtful)


_BEFORE = {
    EffectClass.DERIVED: "derived.before_render",
    EffectClass.MESSAGE: "message.before_send",
    EffectClass.KEYED: "keyed.before_call",
}
_AFTER = {
    EffectClass.DERIVED: "derived.before_store",
    EffectClass.MESSAGE: "message.after_accept",
    EffectClass.KEYED: "keyed.after_call",
}
_AFTER_DONE = {
    EffectClass.DERIVED: "derived.after_store",
    EffectClass.MESSAGE: "message.after_done",
    EffectClass.KEYED: "keyed.after_done",
}


def _apply(group: list[Claim], rest: list[Claim], owner: str) -> list[Claim]:
    """Transactional effects: each in a savepoint, all in one transaction with their `done`.

    In the order of organisations, so that two workers lock the number series of several in the same order.
    """
    ordered = sorted(group, key=lambda lease: lease.work.organisation_id)
    with transaction() as session:
        following = [lease for each in ordered if (lease := _apply_one(session, each, owner))]
        mark_begun(session, rest + following)
        faultpoint("transactional.before_commit")
    faultpoint("transactional.after_commit")
    return following


def _apply_one(session: GuardedSession, lease: Claim, owner: str) -> Claim | None:
    started = clock.monotonic()

    def write() -> Claim | None:
        faultpoint("transactional.before_apply")
        result = _action(lease).record(session, lease.work, None)
        return steps.finish(session, lease, result, _since(started), False, owner)

    with bounded(lease.work.id, _longest(lease)):
        return _guarded(session, Outcome(lease, 0), write)


def _settle_one(session: GuardedSession, outcome: Outcome, owner: str) -> Claim | None:
    """Writes down what a try outside came to."""
    if isinstance(outcome.error, steps.LeaseLost):
        log.warning("lease of %s lost, nothing was sent", outcome.lease.work.id)
        return None
    if outcome.error:
        _settle_error(session, outcome, outcome.error)
        return None

    def write() -> Claim | None:
        done = _finished(session, outcome)
        return steps.finish(session, done.lease, done.result, done.milliseconds, done.doubtful, owner)

    return _guarded(session, outcome, write)


def _guarded(session: GuardedSession, outcome: Outcome, write: Callable[[], Claim | None]) -> Claim | None:
    """Runs `write` in a savepoint; what it raises becomes the effect's error, and the other effects go on."""
    try:
        with session.begin_nested():
            return write()
    except steps.LeaseLost:
        log.warning("lease of %s lost, result dropped", outcome.lease.work.id)
    except Exception as error:  # every failure of an action is recorded with its effect, below
        if is_lost(error) or (outcome.value is not None and is_passing(error)):
            raise  # there is nothing to write to, or only for the moment: what is out must not be forgotten
        _settle_error(session, outcome, error)
    return None


def _settle_error(session: GuardedSession, outcome: Outcome, error: Exception) -> None:
    lease, took, words = outcome.lease, outcome.milliseconds, _words(error)
    doubtful = _is_doubtful(outcome, error)
    try:
        with session.begin_nested():
            if _only_a_person_can_tell(outcome, error):
                steps.fail(session, lease, words, took, doubtful, State.UNKNOWN)
            elif isinstance(error, Refused | Conflict | NotFound | Permanent):
                steps.refuse(session, lease, words, took, doubtful)
            else:
                steps.postpone(session, lease, words, took, doubtful)
    except steps.LeaseLost:
        log.warning("lease of %s lost, error dropped", lease.work.id)


def _only_a_person_can_tell(outcome: Outcome, error: Exception) -> bool:
    """A remote that cannot be asked; a message that is out and cannot be written down, or may be out twice: no third copy."""
    if outcome.lease.effect_class is EffectClass.MESSAGE:
        return outcome.value is not None or (outcome.lease.work.doubtful and _leaves_doubt(outcome, error))
    return (
        outcome.lease.effect_class is EffectClass.KEYED and isinstance(error, Doubtful) and error.code == "cannot_ask"
    )


def _is_doubtful(outcome: Outcome, error: Exception) -> bool:
    """Whether a message may be out already: what fails by a bug of ours says nothing about what it did before."""
    return outcome.lease.work.doubtful or _leaves_doubt(outcome, error)


def _leaves_doubt(outcome: Outcome, error: Exception) -> bool:
    if isinstance(error, Doubtful):
        return True
    begun = outcome.lease.effect_class is EffectClass.MESSAGE and outcome.prepared is not None
    return begun and not isinstance(error, LicorneError | Refused)


def _words(error: Exception) -> dict[str, Json]:
    """An error as plain data: a code that `web` can put into words."""
    if isinstance(error, Refused):
        return {"code": "refused", "problems": [steps.plain(problem) for problem in error.problems]}
    if isinstance(error, Conflict):
        return {"code": error.problem.code, "parameters": dict(error.problem.parameters)}
    if isinstance(error, Transient):
        return {"code": error.code, "detail": error.detail[:500]}
    log.error("an effect failed", exc_info=error)
    return {"code": "internal_error", "detail": f"{type(error).__name__}: {error}"[:500]}


def _carry_out(lease: Claim) -> Outcome:
    """The part of an effect outside the database, for as long as it may take."""
    with bounded(lease.work.id, _longest(lease)):
        return _try_outside(lease)


def _try_outside(lease: Claim) -> Outcome:
    """No connection is held while the outside world is waited for."""
    started, work = clock.monotonic(), lease.work
    prepared = value = None
    try:
        action = _action(lease)
        assert isinstance(action, OutsideAction)
        prepared = action.prepare(work)
        current_session().close()
        faultpoint(_BEFORE[lease.effect_class])
        _check_lease(lease)
        found = _ask_first(action, lease, prepared)
        value = action.carry_out(work, prepared) if found is None else found
        faultpoint(_AFTER[lease.effect_class])
    except Exception as error:  # noqa: BLE001  # becomes the effect's recorded error
        return Outcome(lease, _since(started), prepared, error=error)
    finally:
        current_session().close()
    return Outcome(lease, _since(started), prepared, value)


def _check_lease(lease: Claim) -> None:
    """Asks before the outside world is touched, unless the lease is fresh. Nothing can stop a process that pauses right after."""
    if clock.monotonic() - lease.taken < FRESH_SECONDS:
        return
    held = steps.holds(current_session(), lease)
    current_session().close()
    if not held:
        raise steps.LeaseLost(lease.work.id)


def _ask_first(action: OutsideAction, lease: Claim, prepared: Any) -> Any | None:
    """A keyed effect that was begun before asks the remote what became of it."""
    if isinstance(action, KeyedAction) and lease.work.attempt > 1:
        return action.probe(lease.work, prepared)
    return None


def _action(lease: Claim) -> Action:
    return action_for(lease.work.kind)


def _longest(lease: Claim) -> float:
    return Action.registered.get(lease.work.kind, Action).longest


def _since(started: float) -> int:
    return round((clock.monotonic() - started) * 1000)
