"""What happens to an effect, its run and the run's next step when a try ends. All within the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import Update, bindparam, select, update
from sqlalchemy.engine import CursorResult

from licorne.adapters import clock
from licorne.errors import Refused
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.effect import Effect, State
from licorne.models.event import Run
from licorne.models.guard import GuardedSession
from licorne.services import failures, retries, stretches
from licorne.services.action import Follow, Result, Work, action_for
from licorne.services.claiming import Claim, add_attempts, attempt_row, claim_waiting
from licorne.services.effect_rows import HALTED, QUEUE, cannot_bind, effect_row, plain
from licorne.services.parts import ring_after_commit
from licorne.services.run_end import close_run, end_run
from rules.expression.bind import bind
from rules.expression.envelope import is_resting
from rules.expression.json_types import Json
from rules.results import facts_after, seen_results

__all__ = ["QUEUE", "Finished", "LeaseLost", "advance", "cannot_bind", "close_run", "effect_row", "fail", "finish", "finish_all"]
__all__ += ["holds", "plain", "postpone", "refuse", "release_next", "stop_run"]
# Statements are kept: building one, judging it and finding its text anew costs more than running it.
_EFFECT = table_of(Effect)
_HELD = select(_EFFECT.c.id).where(
    _EFFECT.c.organisation_id == bindparam("organisation"),
    _EFFECT.c.id == bindparam("effect"),
    _EFFECT.c.lease_epoch == bindparam("epoch"),
    _EFFECT.c.state == State.LEASED.value,
)
_OF_RUN = (Effect.organisation_id == bindparam("organisation"), Effect.run_id == bindparam("run"))
_NEXT = select(Effect).where(*_OF_RUN, Effect.state == State.WAITING.value).order_by(Effect.position).limit(1)


class LeaseLost(Exception):
    """Another worker has taken the effect over: whatever this one did must not be written."""


def holds(session: GuardedSession, lease: Claim) -> bool:
    """Whether the lease is still ours: a process that was paused may have been given up."""
    work = lease.work
    held = {"organisation": work.organisation_id, "effect": work.id, "epoch": work.epoch}
    return session.scalar(_HELD, held) is not None


def finish(
    session: GuardedSession, lease: Claim, result: Result, milliseconds: int, doubtful: bool, owner: str
) -> Claim | None:
    """Marks an effect done and makes the next one of its run due, leased to `owner` at once.

    Raises:
        LeaseLost: the epoch is no longer ours; the caller rolls back.
    """
    (following,) = finish_all(session, [Finished(lease, result, milliseconds, doubtful)], owner)
    return following


@dataclass(frozen=True)
class Finished:
    """An effect that was done, and what came of it."""

    lease: Claim
    result: Result
    milliseconds: int
    doubtful: bool

    def columns(self) -> dict[str, object]:
        """What is written into its row."""
        return {
            "state": State.DONE.value,
            "lease_owner": None,
            "result": dict(self.result.value),
            "external_id": self.result.external_id,
            "doubtful": self.doubtful,
            "done_at": clock.now(),
            "error": None,
        }


def finish_all(session: GuardedSession, finished: Sequence[Finished], owner: str) -> list[Claim | None]:
    """`finish` for several at once: two statements for all of them.

    Raises:
        LeaseLost: one of the epochs is no longer ours, and it is not said which; the caller rolls back.
    """
    put_off = [one for one in finished if one.result.put_off is not None]
    for one in put_off:
        _put_off(session, one)
    if put_off:
        done = [one for one in finished if one.result.put_off is None]
        return [None] * len(put_off) + (finish_all(session, done, owner) if done else [])
    _write_outcomes(session, [(one.lease.work, one.columns()) for one in finished])
    add_attempts(
        session, [attempt_row(one.lease.work, "done", dict(one.result.detail), one.milliseconds) for one in finished]
    )
    for one in finished:
        for number, follow in enumerate(one.result.follow, start=1):
            _add_follow(session, one.lease.work, follow, number)
    return [advance(session, one.lease.work, owner) for one in finished]


def _put_off(session: GuardedSession, finished: Finished) -> None:
    """An effect that waits: due again at its instant, or when somebody calls it."""
    values: dict[str, object] = {
        "state": State.PENDING.value,
        "lease_owner": None,
        "next_at": finished.result.put_off,
        "error": None,
    }
    detail = dict(finished.result.detail)
    _write_outcome(session, finished.lease.work, values, "put_off", detail, finished.milliseconds)


def advance(session: GuardedSession, work: Work, owner: str) -> Claim | None:
    """Leases the next step of the run to `owner`, or closes the run."""
    if work.run_id is None:
        return None
    bound = _next_bound(session, work.organisation_id, work.run_id)
    if bound is None:
        return None
    if bound[0].queue == HALTED:
        _make_due(*bound)
        return None
    return claim_waiting(session, *bound, owner)


def release_next(session: GuardedSession, effect: Effect) -> None:
    """Makes the step after a finished effect due for any worker, or closes the run."""
    if effect.run_id is None:
        return
    _release(session, effect.organisation_id, effect.run_id)


def _release(session: GuardedSession, organisation_id: str, run_id: str) -> None:
    bound = _next_bound(session, organisation_id, run_id)
    if bound:
        _make_due(*bound)
    session.flush()


def _make_due(effect: Effect, settings: dict[str, Json]) -> None:
    effect.settings, effect.state, effect.next_at = settings, State.PENDING.value, clock.now()


def _next_bound(session: GuardedSession, organisation_id: str, run_id: str) -> tuple[Effect, dict[str, Json]] | None:
    """The next wanted step of a run with finished settings. None where there is none, or it cannot be bound: the run is closed."""
    while True:
        following = _next_waiting(session, organisation_id, run_id)
        if following is None:
            if not _goes_on(session, organisation_id, run_id):
                return None
            continue
        try:
            settings = _bound(session, following)
        except Refused as refusal:
            if not _is_stopped(session, following, cannot_bind(refusal)):
                continue
            return None
        if settings is not None:
            return following, settings
        following.state = State.SKIPPED.value
        session.flush()


def _goes_on(session: GuardedSession, organisation_id: str, run_id: str) -> bool:
    """Writes the next stretch of a run whose effects are all done; False where it has come to its end, and is closed."""
    if end_run(session, organisation_id, run_id):
        return False
    statement = select(Run).where(Run.organisation_id == organisation_id, Run.id == run_id).with_for_update()
    run = session.scalars(statement.execution_options(populate_existing=True)).one()
    stretches.write_next(session, run)
    if run.problems:
        failures.plan_failed(session, run)
    return not run.problems


def _is_stopped(session: GuardedSession, effect: Effect, error: dict[str, Json]) -> bool:
    """A step that cannot be begun: whether its run ends with it."""
    effect.state, effect.error = State.FAILED.value, error
    session.flush()
    return not failures.is_handled(session, effect.organisation_id, effect.id)


def _next_waiting(session: GuardedSession, organisation_id: str, run_id: str) -> Effect | None:
    return session.scalars(_NEXT, {"organisation": organisation_id, "run": run_id}).first()


def fail(
    session: GuardedSession,
    lease: Claim,
    error: dict[str, Json],
    milliseconds: int,
    doubtful: bool,
    state: State = State.FAILED,
) -> None:
    """Parks an effect for a person and stops its run, visibly."""
    values: dict[str, object] = {"state": state.value, "lease_owner": None, "error": error, "doubtful": doubtful}
    phase = "unknown" if state is State.UNKNOWN else "error"
    _write_outcome(session, lease.work, values, phase, error, milliseconds)
    stop_run(session, lease.work.organisation_id, lease.work.run_id, lease.work.id, state)


def stop_run(
    session: GuardedSession, organisation_id: str, run_id: str | None, effect_id: str, state: State = State.FAILED
) -> None:
    """Stops the run of an effect that was parked, unless its rule has steps for that: then it goes on with them.

    What nobody knows the outcome of (`unknown`) is no failure yet: a person is asked first.
    """
    if run_id is None:
        return
    if state is State.UNKNOWN:
        close_run(session, organisation_id, run_id, "failed")
    elif failures.is_handled(session, organisation_id, effect_id):
        _release(session, organisation_id, run_id)
        ring_after_commit()


def postpone(session: GuardedSession, lease: Claim, error: dict[str, Json], milliseconds: int, doubtful: bool) -> None:
    """Has an effect tried again after its back-off, or parks it when the tries are used up."""
    waits = retries.back_off(session, lease.work, "transient")
    _try_later(session, lease, error, milliseconds, doubtful, waits)


def refuse(session: GuardedSession, lease: Claim, error: dict[str, Json], milliseconds: int, doubtful: bool) -> None:
    """Parks an effect that trying again cannot help, unless its step wants it tried nevertheless."""
    waits = retries.back_off(session, lease.work, "permanent")
    _try_later(session, lease, error, milliseconds, doubtful, waits)


def _try_later(
    session: GuardedSession,
    lease: Claim,
    error: dict[str, Json],
    milliseconds: int,
    doubtful: bool,
    waits: Sequence[int],
) -> None:
    work = lease.work
    if work.attempt > len(waits):
        fail(session, lease, error, milliseconds, doubtful)
        return
    values: dict[str, object] = {
        "state": State.PENDING.value,
        "lease_owner": None,
        "error": error,
        "doubtful": doubtful,
        "next_at": clock.now() + timedelta(seconds=waits[work.attempt - 1]),
    }
    _write_outcome(session, work, values, "error", error, milliseconds)


def _write_outcome(
    session: GuardedSession,
    work: Work,
    values: dict[str, object],
    phase: str,
    detail: dict[str, Json],
    milliseconds: int,
) -> None:
    _write_outcomes(session, [(work, values)])
    add_attempts(session, [attempt_row(work, phase, detail, milliseconds)])


def _write_outcomes(session: GuardedSession, written: Sequence[tuple[Work, dict[str, object]]]) -> None:
    """Writes the same columns of each effect, as long as all leases are held."""
    rows = [
        {"organisation": work.organisation_id, "effect": work.id, "epoch": work.epoch}
        | {f"new_{name}": value for name, value in values.items()}
        for work, values in written
    ]
    changed = session.execute(_outcome(tuple(written[0][1])), rows)
    assert isinstance(changed, CursorResult)
    if changed.rowcount != len(rows):
        raise LeaseLost(", ".join(work.id for work, _ in written))


@cache
def _outcome(names: tuple[str, ...]) -> Update:
    """Writes these columns while the lease is held."""
    statement = update(_EFFECT).where(
        _EFFECT.c.organisation_id == bindparam("organisation"),
        _EFFECT.c.id == bindparam("effect"),
        _EFFECT.c.lease_epoch == bindparam("epoch"),
        _EFFECT.c.state == State.LEASED.value,
    )
    return statement.values({name: bindparam(f"new_{name}") for name in names})


def _bound(session: GuardedSession, effect: Effect) -> dict[str, Json] | None:
    """The step's settings with all that earlier steps have decided; None where they decided against it.

    What one effect asked of another is finished already: only a rule's own steps are in the planned form.
    """
    if not is_resting(effect.settings):
        return effect.settings
    facts, finished = stretches.seen(session, effect.organisation_id, str(effect.run_id), str(effect.event_id))
    return bind(effect.settings, facts_after(facts, finished), seen_results(finished, effect.item))


def _add_follow(session: GuardedSession, work: Work, follow: Follow, number: int) -> None:
    """An effect asked for by another comes right after it: within a run between two steps, else at once."""
    action = action_for(follow.kind)
    row = effect_row(
        organisation_id=work.organisation_id,
        run_id=work.run_id,
        event_id=work.event_id,
        step=work.step,
        item=follow.item or follow.kind,
        position=work.position + number,
        kind=follow.kind,
        effect_class=action.effect_class,
        key=f"{work.key}:{follow.item or follow.kind}",
        settings=dict(follow.settings),
        state=State.WAITING if work.run_id else State.PENDING,
    )
    insert_rows(session, _EFFECT, [row])
    if work.run_id is None:
        ring_after_commit()
