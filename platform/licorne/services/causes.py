"""What led to an event that a rule causes: how deep it lies, and the rule versions above it. Rules must not chase each other for ever."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.event import Event, Run
from licorne.models.guard import GuardedSession
from licorne.services.action import Work
from rules.intent import Plan

#: An event caused by effects of effects … this deep starts no more runs.
DEEPEST: Final = 8
#: A rule answers no event whose chain names it this often.
MOST_IN_CHAIN: Final = 2


@dataclass(frozen=True)
class Cause:
    """Where an event stands: `chain` names the rule versions that led to it, the nearest last."""

    depth: int
    chain: tuple[str, ...]


ORIGIN = Cause(0, ())


def of_work(work: Work) -> Cause:
    """The cause of an event that an effect writes."""
    if work.run_id is None:
        return ORIGIN
    session = current_session()
    statement = select(Run).where(Run.organisation_id == work.organisation_id, Run.id == work.run_id)
    return of_run(session, session.scalars(statement).one())


def of_effect(session: GuardedSession, organisation_id: str, effect_id: str | None) -> Cause:
    """The same by the effect's id; None for what no effect causes."""
    if effect_id is None:
        return ORIGIN
    run = session.scalars(
        select(Run)
        .join(Effect, Effect.run_id == Run.id)
        .where(Run.organisation_id == organisation_id, Effect.organisation_id == organisation_id, Effect.id == effect_id)
    ).first()
    return ORIGIN if run is None else of_run(session, run)


def of_run(session: GuardedSession, run: Run) -> Cause:
    """The cause of an event that a run leads to."""
    depth, chain = session.execute(
        select(Event.depth, Event.chain).where(Event.organisation_id == run.organisation_id, Event.id == run.event_id)
    ).one()
    return Cause(depth + 1, (*(chain or ()), run.rule_version_id))


def allowed(plans: Iterable[Plan], depth: int, chain: Iterable[str]) -> tuple[list[Plan], str | None]:
    """The plans that may begin, and why others may not: `depth` or `loop`."""
    found, above = list(plans), list(chain)
    if depth > DEEPEST:
        return [], "depth" if found else None
    kept = [plan for plan in found if above.count(plan.version_id) < MOST_IN_CHAIN]
    return kept, None if len(kept) == len(found) else "loop"
