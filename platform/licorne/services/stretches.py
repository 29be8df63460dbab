"""The stretches of a run: what its plan wants next, once everything before it is done (docs/rules.md, 2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select

from licorne.faults import faultpoint
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.effect import Effect, State
from licorne.models.event import Event, Run
from licorne.models.guard import GuardedSession
from licorne.services import live, rule_versions
from licorne.services.action import action_for
from licorne.services.effect_rows import HALTED, effect_row, plain
from rules.expression.json_types import Json
from rules.intent import Intent
from rules.plan import go_on
from rules.results import Finished

#: Room between two steps of a run for the effects that a step asks for.
STRIDE: Final = 100
_EFFECT = table_of(Effect)
_OF_RUN = (Effect.organisation_id == bindparam("organisation"), Effect.run_id == bindparam("run"))
_FINISHED = (
    select(Effect.step, Effect.item, Effect.kind, Effect.result)
    .where(*_OF_RUN, Effect.state.in_((State.DONE.value, State.HANDLED.value)))
    .order_by(Effect.position)
)
_FACTS = select(Event.facts).where(Event.organisation_id == bindparam("organisation"), Event.id == bindparam("event"))
_LAST = select(func.max(Effect.position)).where(*_OF_RUN)


def seen(
    session: GuardedSession, organisation_id: str, run_id: str, event_id: str
) -> tuple[Mapping[str, Json], list[Finished]]:
    """The facts of a run's event, and what its finished steps have made; not what they asked of other effects."""
    facts = session.scalars(_FACTS, {"organisation": organisation_id, "event": event_id}).one()
    rows = session.execute(_FINISHED, {"organisation": organisation_id, "run": run_id}).all()
    return facts, [Finished(*row[:3], row[3] or {}) for row in rows if not row[1] or row[1].isdigit()]


def write_next(session: GuardedSession, run: Run) -> None:
    """Writes the next stretch of a run, all of it waiting. Where it cannot be planned the run has `problems` and no cursor."""
    assert run.cursor is not None
    rule = rule_versions.compiled(session, run.organisation_id, run.rule_version_id)
    facts, finished = seen(session, run.organisation_id, run.id, run.event_id)
    plan = go_on(rule, facts, run.cursor, finished)
    run.cursor, run.problems = plan.cursor or None, [plain(problem) for problem in plan.problems]
    session.flush()
    last = session.scalar(_LAST, {"organisation": run.organisation_id, "run": run.id}) or 0
    rows = intent_rows(run.organisation_id, run.id, run.event_id, plan.intents, last // STRIDE + 1)
    if live.organisation(run.organisation_id).is_halted:
        rows = [row | {"queue": HALTED} for row in rows]
    if rows:
        insert_rows(session, _EFFECT, rows)
    faultpoint("stretch.before_commit")


def intent_rows(
    organisation_id: str,
    run_id: str,
    event_id: str,
    intents: Sequence[Intent],
    first: int,
    now: datetime | None = None,
) -> list[dict[str, object]]:
    """New rows of `effect` for intents, waiting in their planned form. `first` numbers the first of them within the run."""
    return [
        effect_row(
            organisation_id=organisation_id,
            run_id=run_id,
            event_id=event_id,
            step=intent.step,
            item=intent.item,
            position=number * STRIDE,
            kind=intent.action,
            effect_class=action_for(intent.action).effect_class,
            key=f"{run_id}:{intent.step}:{intent.item}",
            settings=dict(intent.settings),
            state=State.WAITING,
            now=now,
        )
        for number, intent in enumerate(intents, start=first)
    ]
