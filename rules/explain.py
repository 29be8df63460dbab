"""Why a rule did or did not answer an event: a replay over the event's facts, with what every condition saw.

It decides nothing by itself: whether the rule matches is what planning says, the trees are told beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.expression.binder import waits_for_steps
from rules.expression.caps import BUDGET
from rules.expression.envelope import STAGE, WHEN
from rules.expression.json_types import Facts, Json
from rules.expression.problem import Problem, Refused
from rules.expression.scope import Scope
from rules.expression.trace import ConditionTrace, trace_condition
from rules.expression.tree import Condition, Group
from rules.intent import Intent
from rules.plan import CompiledRule
from rules.step import ACTION
from rules.walk import Node, Walk

WOULD_RUN, SKIPPED, DEPENDS, FAILED, NOT_REACHED = "would_run", "skipped", "depends", "failed", "not_reached"
# The trace looks at every leaf where the evaluation stops at the first that decides, so it may spend more.
_TRACE_BUDGET = 10 * BUDGET


@dataclass(frozen=True)
class StepExplanation:
    """What becomes of a step: `depends` means that results of earlier steps, or what comes after a wait, decide whether it runs.

    `settings` are in the resting form (see `envelope`), None unless the step would or may run. `path` is the step's place as
    a cursor names it; `cases` are what the conditions of a branch saw, None where only earlier steps decide.
    """

    step: str
    action: str
    outcome: str
    when: ConditionTrace | None
    settings: dict[str, Json] | None
    problems: tuple[Problem, ...]
    kind: str = "action"
    path: str = ""
    cases: tuple[ConditionTrace | None, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """Plain data."""
        what: dict[str, Json] = {"step": self.step, "action": self.action, "outcome": self.outcome}
        where: dict[str, Json] = {"kind": self.kind, "path": self.path, "cases": [*map(_trace_json, self.cases)]}
        told: dict[str, Json] = {"settings": self.settings, "problems": _problems_json(self.problems)}
        return {**what, **where, "when": _trace_json(self.when), **told}


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
    steps = tuple(_steps(rule, facts, matched))
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


def _steps(rule: CompiledRule, facts: Facts, matched: bool) -> Iterator[StepExplanation]:
    """Every step in reading order: what the first stretch reaches is told with its values, the rest depends on what comes."""
    walk = Walk()
    reached: dict[str, list[Intent]] = {}
    failure: tuple[Problem, ...] = ()
    try:
        if matched:
            walk.block(rule.nodes, Scope(facts), "")
    except Refused as refused:
        failure = refused.problems
    for intent in walk.intents:
        reached.setdefault(intent.step, []).append(intent)
    telling = _Telling(facts, reached, failure, bool(walk.cursor) or bool(failure))
    yield from telling.block(rule.nodes, "", matched)


@dataclass
class _Telling:
    """Tells the steps of a rule that was walked through. `is_open`: the walk ended before the steps did."""

    facts: Facts
    reached: dict[str, list[Intent]]
    failure: tuple[Problem, ...]
    is_open: bool

    def block(self, nodes: tuple[Node, ...], path: str, matched: bool) -> Iterator[StepExplanation]:
        """The steps of a block with those within them."""
        for index, node in enumerate(nodes):
            at = f"{path}{index}"
            yield self._step(node, at, matched)
            for name, inner in node.blocks.items():
                yield from self.block(inner, f"{at}/{name}/", matched and self._may_enter(node, name))

    def _may_enter(self, node: Node, name: str) -> bool:
        """Whether the walk may come into a block: of a branch, only the first case that holds, else what is for none."""
        for block in node.step.blocks:
            if block.condition is None:
                continue
            case = self._case(block.condition)
            if block.name == name:
                return case is None or case.truth
            if case is not None and case.truth:
                return False
        return True

    def _step(self, node: Node, at: str, matched: bool) -> StepExplanation:
        step = node.step
        open_when = step.when is not None and waits_for_steps(step.when)
        when, problems = (None, ()) if open_when or not matched else _traced(step.when, self.facts)
        cases = tuple(self._case(block.condition) for block in step.blocks if block.condition is not None)
        intents, failure = self._wanted(node, at, matched)
        refused = when is not None and not when.truth
        return StepExplanation(
            step.id,
            step.action,
            FAILED if failure else SKIPPED if refused else self._outcome(node, intents, matched),
            when,
            _settings(intents),
            (*problems, *failure),
            kind=step.kind,
            path=at,
            cases=cases if matched else (),
        )

    def _wanted(self, node: Node, at: str, matched: bool) -> tuple[list[Intent], tuple[Problem, ...]]:
        """What the step wants. Steps outside of blocks are asked one by one, so that one that fails hides no other."""
        if not matched or "/" in at or node.step.kind != ACTION:
            mine = tuple(problem for problem in self.failure if problem.place.startswith(f"{node.step.place}/"))
            return self.reached.get(node.step.id, []), mine
        try:
            return list(node.emit(Scope(self.facts), "")), ()
        except Refused as refused:
            return [], refused.problems

    def _case(self, condition: Condition) -> ConditionTrace | None:
        return None if waits_for_steps(condition) else _traced(condition, self.facts)[0]

    def _outcome(self, node: Node, intents: list[Intent], matched: bool) -> str:
        if not matched:
            return NOT_REACHED
        if intents:
            when = node.step.when
            return DEPENDS if when is not None and waits_for_steps(when) else WOULD_RUN
        return DEPENDS if self.is_open or not node.step.action else SKIPPED


def _settings(intents: list[Intent]) -> dict[str, Json] | None:
    if not intents:
        return None
    return {key: value for key, value in intents[0].settings.items() if key not in (STAGE, WHEN)}


def _trace_json(trace: ConditionTrace | None) -> Json:
    return None if trace is None else trace.as_json()


def _problems_json(problems: tuple[Problem, ...]) -> list[Json]:
    return [{"code": one.code, "place": one.place, "parameters": {**one.parameters}} for one in problems]
