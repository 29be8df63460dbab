"""Why a rule did or did not answer an event: a replay over the event's facts, with what every condition saw.

It decides nothing by itself: whether the rule matches is what planning says, the trees are told beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.document import Step
from rules.expression.binder import waits_for_steps
from rules.expression.caps import BUDGET
from rules.expression.envelope import STAGE, WHEN
from rules.expression.json_types import Facts, Json
from rules.expression.problem import Problem, Refused
from rules.expression.scope import Scope
from rules.expression.trace import ConditionTrace, trace_condition
from rules.expression.tree import Condition, Group
from rules.plan import CompiledRule, Intent

WOULD_RUN, SKIPPED, DEPENDS, FAILED, NOT_REACHED = "would_run", "skipped", "depends", "failed", "not_reached"
# The trace looks at every leaf where the evaluation stops at the first that decides, so it may spend more.
_TRACE_BUDGET = 10 * BUDGET


@dataclass(frozen=True)
class StepExplanation:
    """What becomes of a step: `depends` means that results of earlier steps decide whether it runs.

    `settings` are in the resting form (see `envelope`), None unless the step would or may run.
    """

    step: str
    action: str
    outcome: str
    when: ConditionTrace | None
    settings: dict[str, Json] | None
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Json]:
        """Plain data."""
        problems = _problems_json(self.problems)
        what: dict[str, Json] = {"step": self.step, "action": self.action, "outcome": self.outcome}
        settings: Json = self.settings
        return {**what, "when": _trace_json(self.when), "settings": settings, "problems": problems}


@dataclass(frozen=True)
class Explanation:
    """The whole story of one rule version and one event. `trigger` holds what the trigger's settings ask."""

    version_id: str
    kind: str
    rule_kind: str
    matched: bool
    trigger: ConditionTrace | None
    conditions: ConditionTrace | None
    steps: tuple[StepExplanation, ...]
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Json]:
        """Plain data, ready for `json.dumps`."""
        about: dict[str, Json] = {"version": self.version_id, "kind": self.kind, "rule_kind": self.rule_kind}
        return {
            **about,
            "matched": self.matched,
            "trigger": _trace_json(self.trigger),
            "conditions": _trace_json(self.conditions),
            "steps": [step.as_json() for step in self.steps],
            "problems": _problems_json(self.problems),
        }


def explain(kind: str, facts: Facts, rule: CompiledRule) -> Explanation:
    """Replay the rule on an event of this kind; never raises for a compiled rule and plain facts."""
    matched, problems = _matches(kind, facts, rule)
    trigger, trigger_problems = _traced(Group("all", rule.selection, "/trigger/settings"), facts)
    conditions, condition_problems = _traced(rule.document.conditions, facts)
    steps = tuple(_step(rule, index, facts, matched) for index in range(len(rule.steps)))
    noted = problems or (*trigger_problems, *condition_problems)
    return Explanation(rule.version_id, kind, rule.kind, matched, trigger, conditions, steps, noted)


def _matches(kind: str, facts: Facts, rule: CompiledRule) -> tuple[bool, tuple[Problem, ...]]:
    try:
        return kind == rule.kind and rule.test(Scope(facts)), ()
    except Refused as refused:
        return False, refused.problems


def _traced(condition: Condition | None, facts: Facts) -> tuple[ConditionTrace | None, tuple[Problem, ...]]:
    if condition is None:
        return None, ()
    try:
        return trace_condition(condition, Scope(facts, _TRACE_BUDGET)), ()
    except Refused as refused:
        return None, refused.problems


def _step(rule: CompiledRule, index: int, facts: Facts, matched: bool) -> StepExplanation:
    step = rule.document.steps[index]
    if not matched:
        return StepExplanation(step.id, step.action, NOT_REACHED, None, None, ())
    open_when = step.when is not None and waits_for_steps(step.when)
    when, problems = (None, ()) if open_when else _traced(step.when, facts)
    try:
        intents = list(rule.steps[index](Scope(facts)))
    except Refused as refused:
        return StepExplanation(step.id, step.action, FAILED, when, None, (*problems, *refused.problems))
    return StepExplanation(step.id, step.action, _outcome(step, intents), when, _settings(intents), problems)


def _outcome(step: Step, intents: list[Intent]) -> str:
    if not intents:
        return SKIPPED
    return DEPENDS if step.when is not None and waits_for_steps(step.when) else WOULD_RUN


def _settings(intents: list[Intent]) -> dict[str, Json] | None:
    if not intents:
        return None
    return {key: value for key, value in intents[0].settings.items() if key not in (STAGE, WHEN)}


def _trace_json(trace: ConditionTrace | None) -> Json:
    return None if trace is None else trace.as_json()


def _problems_json(problems: tuple[Problem, ...]) -> list[Json]:
    return [{"code": one.code, "place": one.place, "parameters": {**one.parameters}} for one in problems]
