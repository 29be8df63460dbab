"""I1: every event has exactly the runs that its rules made. I15: steps in order, a failed one stops its run."""

from collections.abc import Iterator

from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.effect import Effect, State
from licorne.models.event import Event, Run
from licorne.models.rule import RuleActivation, RuleVersion
from licorne.services.causes import allowed
from licorne.services.finding import Finding, check
from rules.plan import CompiledRule, RuleIndex, compile_rule

FINISHED = (State.DONE.value, State.SKIPPED.value, State.HANDLED.value)


@check
def events_have_their_runs(organisation_id: str) -> Iterator[Finding]:
    """I1, by planning every event again with the rule versions that were live for it."""
    spans = _spans(organisation_id)
    runs = _runs_by_event(organisation_id)
    indexes: dict[int, RuleIndex] = {}
    events = current_session().execute(
        select(Event.id, Event.kind, Event.facts, Event.stamp, Event.depth, Event.chain).where(
            Event.organisation_id == organisation_id, Event.erased_at.is_(None)
        )
    )
    for event in events:
        index = indexes.setdefault(event.stamp, _index_at(spans, event.stamp))
        plans, _ = allowed(index.plan(event.kind, event.facts), event.depth, event.chain or ())
        wanted, made = {plan.version_id for plan in plans}, runs.get(event.id, set())
        if wanted != made:
            yield Finding("I1", event.id, f"rules {sorted(wanted)} match, runs exist for {sorted(made)}")


def _spans(organisation_id: str) -> list[tuple[int, int | None, CompiledRule]]:
    rows = current_session().execute(
        select(RuleActivation.from_stamp, RuleActivation.until_stamp, RuleVersion.id, RuleVersion.document)
        .join(RuleVersion, RuleVersion.id == RuleActivation.rule_version_id)
        .where(RuleActivation.organisation_id == organisation_id, RuleVersion.organisation_id == organisation_id)
        .order_by(RuleVersion.id)
    )
    return [(row.from_stamp, row.until_stamp, compile_rule(row.id, row.document)) for row in rows]


def _index_at(spans: list[tuple[int, int | None, CompiledRule]], stamp: int) -> RuleIndex:
    return RuleIndex(rule for begin, end, rule in spans if begin <= stamp and (end is None or stamp < end))


def _runs_by_event(organisation_id: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    rows = current_session().execute(
        select(Run.event_id, Run.rule_version_id).where(Run.organisation_id == organisation_id)
    )
    for event_id, version_id in rows:
        found.setdefault(event_id, set()).add(version_id)
    return found


@check
def steps_are_in_order(organisation_id: str) -> Iterator[Finding]:
    """I15: nothing is done after a step that is not, and a run is done just when all its steps are.

    Where steps for failures took over, what they took the place of is cancelled, and counts as finished.
    """
    rows = current_session().execute(
        select(Effect.run_id, Effect.state, Run.state, Run.problems)
        .join(Run, Run.id == Effect.run_id)
        .where(Effect.organisation_id == organisation_id, Run.organisation_id == organisation_id)
        .order_by(Effect.run_id, Effect.position)
    )
    states: dict[str, list[str]] = {}
    ends: dict[str, str] = {}
    for run_id, state, run_state, problems in rows:
        assert run_id is not None  # it was joined
        states.setdefault(run_id, []).append(state)
        ends[run_id] = "unplanned" if problems and run_state == "failed" else run_state
    for run_id, steps in states.items():
        yield from _order(run_id, steps, ends[run_id])


def _order(run_id: str, steps: list[str], run_state: str) -> Iterator[Finding]:
    finished = (*FINISHED, State.CANCELLED.value) if State.HANDLED.value in steps else FINISHED
    unfinished = [place for place, state in enumerate(steps) if state not in finished]
    if unfinished and any(state == State.DONE.value for state in steps[unfinished[0] :]):
        yield Finding("I15", run_id, f"a step was done out of order: {', '.join(steps)}")
    if run_state != "unplanned" and (run_state == "done") != (not unfinished):
        yield Finding("I15", run_id, f"the run is {run_state}, its steps are {', '.join(steps)}")
    if run_state == "running" and unfinished and steps[unfinished[0]] not in (State.PENDING.value, State.LEASED.value):
        yield Finding("I15", run_id, f"the run is running, but its next step is {steps[unfinished[0]]}")
