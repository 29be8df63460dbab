"""How runs end, and what their end lets begin: the next one of their lane (`limits.one_at_a_time`)."""

from sqlalchemy import Update, bindparam, select, update

from licorne.adapters import clock
from licorne.models.base import table_of
from licorne.models.effect import Effect, State
from licorne.models.event import Run
from licorne.models.flow import RuleLimit
from licorne.models.guard import GuardedSession
from licorne.services.parts import ring_after_commit
from rules.limits import ONE_AT_A_TIME

_RUN = table_of(Run)


def _closing(state: object) -> Update:
    return (
        update(_RUN)
        .where(_RUN.c.organisation_id == bindparam("organisation"), _RUN.c.id == bindparam("run"))
        .values(state=state, finished_at=bindparam("now"))
        .returning(_RUN.c.lane)
    )


_CLOSE = _closing(bindparam("new_state"))
_END = _closing("done").where(_RUN.c.cursor.is_(None))


def close_run(session: GuardedSession, organisation_id: str, run_id: str, state: str) -> None:
    """Ends a run: done, failed or cancelled."""
    row = {"organisation": organisation_id, "run": run_id, "new_state": state, "now": clock.now()}
    for (lane,) in session.execute(_CLOSE, row).all():
        _leave(session, organisation_id, lane)


def end_run(session: GuardedSession, organisation_id: str, run_id: str) -> bool:
    """Ends a run whose effects are all done; False where its plan goes on."""
    row = {"organisation": organisation_id, "run": run_id, "now": clock.now()}
    ended = session.execute(_END, row).all()
    for (lane,) in ended:
        _leave(session, organisation_id, lane)
    return bool(ended)


def _leave(session: GuardedSession, organisation_id: str, lane: str | None) -> None:
    """Lets the oldest run that queues in the lane begin."""
    if lane is None:
        return
    rule_id, _, key = lane.partition(":")
    _lock(session, organisation_id, rule_id, f"{ONE_AT_A_TIME}:{key}")
    run = session.scalars(
        select(Run)
        .where(Run.organisation_id == organisation_id, Run.lane == lane, Run.state == "queued")
        .order_by(Run.id)
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if run is not None:
        run.state = "running"
        _begin(session, organisation_id, run.id)


def _lock(session: GuardedSession, organisation_id: str, rule_id: str, key: str) -> None:
    """Whoever is about to queue has done so by now, or sees that the lane is free."""
    mine = (RuleLimit.organisation_id == organisation_id, RuleLimit.rule_id == rule_id, RuleLimit.key == key)
    session.execute(select(RuleLimit.key).where(*mine).with_for_update()).all()


def _begin(session: GuardedSession, organisation_id: str, run_id: str) -> None:
    """Makes the first effect of a run due: it lies ready since the run was planned."""
    effect = session.scalars(
        select(Effect)
        .where(Effect.organisation_id == organisation_id, Effect.run_id == run_id, Effect.state == State.WAITING.value)
        .order_by(Effect.position)
        .limit(1)
    ).first()
    if effect is not None:
        effect.state, effect.next_at = State.PENDING.value, max(effect.next_at, clock.now())
    session.flush()
    ring_after_commit()
