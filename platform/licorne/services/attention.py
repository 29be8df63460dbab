"""What needs a person: parked effects, effects whose outcome only a person can tell, and what that person decides."""

from sqlalchemy import func, select

from licorne.adapters import clock
from licorne.errors import Conflict, NotFound
from licorne.models.database import current_session, transaction
from licorne.models.effect import Effect, EffectClass, State, waits_for_person
from licorne.models.event import Run
from licorne.models.guard import GuardedSession
from licorne.services import audit
from licorne.services.parts import ring_after_commit
from licorne.services.steps import close_run, release_next

PARKED = (State.FAILED.value, State.UNKNOWN.value)


def parked(organisation_id: str, limit: int = 100) -> list[Effect]:
    """Effects that wait for a person, newest first."""
    return list(
        current_session().scalars(
            select(Effect)
            .where(Effect.organisation_id == organisation_id, waits_for_person())
            .order_by(Effect.id.desc())
            .limit(limit)
        )
    )


def count(organisation_id: str) -> int:
    """How many effects wait for a person."""
    statement = (
        select(func.count())
        .select_from(Effect)
        .where(Effect.organisation_id == organisation_id, waits_for_person())
    )
    return current_session().scalar(statement) or 0


def retry(organisation_id: str, effect_id: str, actor: str) -> None:
    """Has a parked effect tried again, and its run go on from there. Raises NotFound, Conflict."""
    with transaction() as session:
        effect = _parked(session, organisation_id, effect_id)
        _reopen(session, effect)
        if (effect.error or {}).get("code") == "cannot_bind":
            effect.state = State.WAITING.value
            session.flush()
            release_next(session, effect)
        else:
            effect.state, effect.attempts, effect.next_at = State.PENDING.value, _kept_attempts(effect), clock.now()
        audit.record(session, organisation_id, actor, "effect.retried", effect_id)
        ring_after_commit()


def mark_done(organisation_id: str, effect_id: str, actor: str) -> None:
    """Says that the effect has happened (a person looked): the run goes on with its next step.

    Raises:
        NotFound: there is no such effect.
        Conflict: it waits for nobody, or what it does happens in here and can be seen: only what is done outside can be told.
    """
    with transaction() as session:
        effect = _parked(session, organisation_id, effect_id)
        if not may_be_told(effect):
            raise Conflict("effect_cannot_be_told")
        effect.state, effect.done_at, effect.result = State.DONE.value, clock.now(), {"by_hand": True}
        session.flush()
        _reopen(session, effect)
        release_next(session, effect)
        audit.record(session, organisation_id, actor, "effect.marked_done", effect_id)
        ring_after_commit()


def may_be_told(effect: Effect) -> bool:
    """Whether a person may know more than we do: of a mail, of a remote. No later step misses what an invoice would have made."""
    return effect.effect_class in (EffectClass.KEYED.value, EffectClass.MESSAGE.value)


def cancel(organisation_id: str, effect_id: str, actor: str) -> None:
    """Gives a parked effect up, with the steps that wait for it. Raises NotFound, Conflict."""
    with transaction() as session:
        effect = _parked(session, organisation_id, effect_id)
        effect.state = State.CANCELLED.value
        if effect.run_id:
            for waiting in _waiting(session, effect):
                waiting.state = State.CANCELLED.value
            close_run(session, organisation_id, effect.run_id, "cancelled")
        audit.record(session, organisation_id, actor, "effect.cancelled", effect_id)


def _kept_attempts(effect: Effect) -> int:
    """A keyed effect that was tried keeps one try, so that the remote is asked first."""
    return 1 if effect.effect_class == "keyed" and effect.attempts else 0


def _parked(session: GuardedSession, organisation_id: str, effect_id: str) -> Effect:
    effect = session.scalars(
        select(Effect)
        .where(Effect.organisation_id == organisation_id, Effect.id == effect_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if effect is None:
        raise NotFound(effect_id)
    if effect.state not in PARKED:
        raise Conflict("effect_not_parked")
    return effect


def _reopen(session: GuardedSession, effect: Effect) -> None:
    if effect.run_id is None:
        return
    run = session.scalars(
        select(Run).where(Run.organisation_id == effect.organisation_id, Run.id == effect.run_id)
    ).one()
    run.state, run.finished_at = "running", None
    session.flush()


def _waiting(session: GuardedSession, effect: Effect) -> list[Effect]:
    return list(
        session.scalars(
            select(Effect).where(
                Effect.organisation_id == effect.organisation_id,
                Effect.run_id == effect.run_id,
                Effect.state == State.WAITING.value,
            )
        )
    )
