"""What becomes of a run whose step failed for good: the steps that its rule has for that, or a stop that others hear of."""

from typing import Final

from sqlalchemy import select, update

from licorne.adapters import clock
from licorne.models.effect import Effect, State
from licorne.models.event import Event, Run
from licorne.models.guard import GuardedSession
from licorne.models.rule import Rule, RuleVersion
from licorne.services import causes, events, live, rule_versions
from licorne.services.run_end import close_run
from rules.expression.json_types import Json
from rules.plan import error_cursor_of

KIND: Final = "rule.failed"


def is_handled(session: GuardedSession, organisation_id: str, effect_id: str) -> bool:
    """Whether the run goes on after this effect failed. If not it is closed as failed, and the rules are told."""
    effect = _locked(session, organisation_id, effect_id)
    assert effect.run_id is not None
    run = _run(session, organisation_id, effect.run_id)
    rule = rule_versions.compiled(session, organisation_id, run.rule_version_id)
    cursor = error_cursor_of(rule, effect.step, row_of(effect.key))
    error = effect.error or {}
    if not cursor:
        close_run(session, organisation_id, run.id, "failed")
        tell(session, run, effect.step, error, rule.kind)
        return False
    _cancel_waiting(session, run)
    effect.state, effect.result = State.HANDLED.value, {"outcome": "failed", "error": error}
    run.cursor = cursor
    session.flush()
    return True


def row_of(key: str) -> str:
    """The row of an `each` that an effect of a run stands for, from its key `run:step:item`; empty outside of one."""
    return key.split(":")[2]


def plan_failed(session: GuardedSession, run: Run) -> None:
    """Closes a run whose next stretch cannot be planned."""
    close_run(session, run.organisation_id, run.id, "failed")
    rule = rule_versions.compiled(session, run.organisation_id, run.rule_version_id)
    tell(session, run, "", {"code": "cannot_plan", "problems": run.problems}, rule.kind)


def tell(session: GuardedSession, run: Run, step: str, error: dict[str, Json], trigger: str) -> None:
    """Writes `rule.failed`. Of the failure of a rule that answers failures nobody is told."""
    if trigger == KIND:
        return
    organisation = live.organisation(run.organisation_id)
    event, rule = _of(session, run)
    facts: dict[str, Json] = {
        "rule": {"id": rule.id, "slug": rule.slug, "name": rule.name},
        "run": {"id": run.id, "event": event.kind, "step": step},
        "error": {"code": str(error.get("code", "")), "detail": str(error.get("detail", ""))},
        "contact": event.facts.get("contact"),
        "organisation": organisation.facts,
        "today": clock.today(organisation.zone).isoformat(),
    }
    cause = causes.of_run(session, run)
    subject = events.Subject(organisation.id, KIND, run.id, facts, None, cause.depth, cause.chain)
    events.write(session, events.plan_event(organisation.index, organisation.stamp, subject))


def _of(session: GuardedSession, run: Run) -> tuple[Event, Rule]:
    event = session.scalars(
        select(Event).where(Event.organisation_id == run.organisation_id, Event.id == run.event_id)
    ).one()
    rule = session.scalars(
        select(Rule)
        .join(RuleVersion, RuleVersion.rule_id == Rule.id)
        .where(
            Rule.organisation_id == run.organisation_id,
            RuleVersion.organisation_id == run.organisation_id,
            RuleVersion.id == run.rule_version_id,
        )
    ).one()
    return event, rule


def _locked(session: GuardedSession, organisation_id: str, effect_id: str) -> Effect:
    statement = select(Effect).where(Effect.organisation_id == organisation_id, Effect.id == effect_id)
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def _run(session: GuardedSession, organisation_id: str, run_id: str) -> Run:
    statement = select(Run).where(Run.organisation_id == organisation_id, Run.id == run_id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def _cancel_waiting(session: GuardedSession, run: Run) -> None:
    """What was planned and not begun: the steps for errors take its place."""
    session.execute(
        update(Effect)
        .where(
            Effect.organisation_id == run.organisation_id,
            Effect.run_id == run.id,
            Effect.state == State.WAITING.value,
        )
        .values(state=State.CANCELLED.value),
        execution_options={"synchronize_session": "fetch"},
    )
