"""Planning: which rules answer an event, and what they want done. A pure function of facts and rule versions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TypeAlias

from rules.document import RuleDocument, parse
from rules.equality import Equality, conjuncts, equality_of
from rules.expression.bind import bind
from rules.expression.binder import settings_binder
from rules.expression.caps import BUDGET
from rules.expression.evaluate import Test, condition_test
from rules.expression.json_types import Facts, Json
from rules.expression.paths import parse_path
from rules.expression.problem import Refused
from rules.expression.scope import Scope
from rules.expression.tree import Condition, Constant, Fact, Group, Leaf
from rules.index import EqualityTable, indexable
from rules.intent import Intent, Plan
from rules.json_text import json_bytes
from rules.results import Finished, facts_with
from rules.step import all_steps
from rules.walk import Node, Walk, compile_steps, error_cursor, is_flat

SELECTORS: Mapping[str, str] = {
    "form": "form.slug",
    "called": "call.rule",
    "after_hours": "saved.after_hours",
    "due_days": "due.days",
    "button": "button.name",
    "record": "button.record",
}
"""Settings of triggers that narrow a rule, with the fact that must equal them."""
SCHEDULE = "schedule"
"""The kind of the trigger whose events are told to one version alone, named in the facts as `schedule.version`."""


__all__ = ["CompiledRule", "Intent", "Plan", "RuleIndex", "compile_rule", "error_cursor_of", "go_on", "plan_hash"]
_ROOT_ERROR = "error/"
"""How a cursor begins that stands in the steps of the document's `on_error`."""


@dataclass(frozen=True)
class LookedUp:
    """Equalities of a rule's trigger and of its conditions, and the test of all that they do not say."""

    outer: list[Equality]
    inner: list[Equality]
    rest: Test


LimitsBinder: TypeAlias = Callable[[Scope], dict[str, Json]]


@dataclass(frozen=True)
class CompiledRule:
    """A rule version ready for planning. `selection` is what the trigger's settings ask, as conditions."""

    version_id: str
    kind: str
    document: RuleDocument
    selection: tuple[Leaf, ...]
    nodes: tuple[Node, ...]
    on_error: tuple[Node, ...]
    test: Test
    flat: bool
    limits: LimitsBinder | None

    def plan(self, facts: Facts) -> Plan | None:
        """This rule's plan for an event of its kind; None where it does not match."""
        return answer(self, self.test, Scope(facts))

    @cached_property
    def looked_up(self) -> LookedUp:
        """What an index looks up, made once: publishing a rule among ten thousand prepares that one only."""
        conditions = list(conjuncts(self.document.conditions))
        outer, inner = _equalities(self.selection), _equalities(conditions)
        found = [id(equality.leaf) for equality in (*outer, *inner)]
        rest = tuple(condition for condition in (*self.selection, *conditions) if id(condition) not in found)
        return LookedUp(outer, inner, condition_test(Group("all", rest)))


def compile_rule(version_id: str, document: Json, selectors: Mapping[str, str] = SELECTORS) -> CompiledRule:
    """Check and compile a rule document.

    Raises:
        Refused: with every problem of the document.
    """
    rule = parse(document)
    selection = tuple(_selection(rule.trigger.settings, selectors))
    if rule.trigger.kind == SCHEDULE:
        selection = (Leaf(Fact(("schedule", "version")), "is", Constant(version_id), "/trigger"),)
    test = condition_test(Group("all", (*selection, rule.conditions)))
    nodes = compile_steps(rule.steps)
    limits = settings_binder(rule.limits) if rule.limits.fields else None
    on_error = compile_steps(rule.on_error)
    return CompiledRule(version_id, rule.trigger.kind, rule, selection, nodes, on_error, test, is_flat(nodes), limits)


def _selection(settings: Mapping[str, Json], selectors: Mapping[str, str]) -> Iterator[Leaf]:
    for name, wanted in settings.items():
        path = parse_path(selectors.get(name))
        if path and wanted not in (None, "", []):
            operator = "is_one_of" if isinstance(wanted, list) else "is"
            yield Leaf(Fact(path), operator, Constant(wanted), f"/trigger/settings/{name}")


def answer(rule: CompiledRule, test: Test, scope: Scope) -> Plan | None:
    """The rule's plan where `test` holds. A rule that hits a cap or cannot write a text fails alone and visibly."""
    scope.units = BUDGET
    try:
        return _plan(rule, scope) if test(scope) else None
    except Refused as refused:
        return Plan(rule.version_id, (), refused.problems)


def _plan(rule: CompiledRule, scope: Scope) -> Plan:
    limits = None if rule.limits is None else bind(rule.limits(scope), scope.facts, {})
    if rule.flat:
        intents = [intent for node in rule.nodes for intent in node.emit(scope, "")]
        return Plan(rule.version_id, tuple(intents), limits=limits)
    walk = Walk()
    walk.block(rule.nodes, scope, "")
    return Plan(rule.version_id, tuple(walk.intents), cursor=walk.cursor, limits=limits)


def go_on(rule: CompiledRule, facts: Facts, cursor: str, finished: Sequence[Finished]) -> Plan:
    """The next stretch of a run: what is wanted from `cursor` on, now that everything before it is finished.

    `facts` are those of the run's event. What lies before the cursor is not looked at again.
    """
    walk, scope = Walk(finished), Scope(facts_with(facts, finished))
    in_error = cursor.startswith(_ROOT_ERROR)
    nodes, path = (rule.on_error, _ROOT_ERROR) if in_error else (rule.nodes, "")
    try:
        walk.block(nodes, scope, path, begin=cursor.removeprefix(path).split("/"))
    except Refused as refused:
        return Plan(rule.version_id, (), refused.problems)
    return Plan(rule.version_id, tuple(walk.intents), cursor=walk.cursor)


def error_cursor_of(rule: CompiledRule, step: str, item: str) -> str:
    """Where a run goes on when a step of it fails for good; empty where nothing takes care of that."""
    found = error_cursor(rule.nodes, step, item)
    if found is None and (inner := error_cursor(rule.on_error, step, item)) is not None:
        return f"{_ROOT_ERROR}{inner}"
    is_main = any(one.id == step for one in all_steps(rule.document.steps))
    return found or (f"{_ROOT_ERROR}0" if is_main and rule.on_error else "")


@dataclass(frozen=True)
class _Entry:
    """A rule in the index: its place in the given order, and the test of what the index has not looked up."""

    position: int
    rule: CompiledRule
    rest: Test


class RuleIndex:
    """Rule versions by trigger kind, by what the trigger's settings select, by equalities of their conditions."""

    def __init__(self, rules: Iterable[CompiledRule], awaited: Collection[str] = ()) -> None:
        #: kinds of events that runs may wait for, whether or not a rule answers them
        self.awaited = frozenset(awaited)
        kinds: dict[str, list[_Candidate]] = {}
        self._settings: dict[str, list[Mapping[str, Json]]] = {}
        ordered = sorted(rules, key=lambda rule: -rule.document.priority)
        for position, rule in enumerate(ordered):
            kinds.setdefault(rule.kind, []).append(_candidate(position, rule))
            self._settings.setdefault(rule.kind, []).append(rule.document.trigger.settings)
        self._selective = {rule.version_id: rule for rule in ordered if rule.document.is_first or rule.document.stops}
        self._kinds = {kind: _outer_table(candidates) for kind, candidates in kinds.items()}

    def settings_of(self, kind: str) -> Sequence[Mapping[str, Json]]:
        """What the rules of a kind ask of their trigger: whether anybody hears an event, and when."""
        return self._settings.get(kind, ())

    def plan(self, kind: str, facts: Facts) -> list[Plan]:
        """The plans of all rules that answer the event: by priority, then in the order in which the rules were given."""
        outer = self._kinds.get(kind)
        if outer is None:
            return []
        scope = Scope(facts)
        found: list[tuple[int, Plan]] = []
        for tables in outer.find(facts):
            for table in tables:
                for entries in table.find(facts):
                    found.extend(_answers(entries, scope))
        plans = [plan for _, plan in sorted(found, key=itemgetter(0))]
        return self._chosen(plans) if self._selective else plans

    def _chosen(self, plans: list[Plan]) -> list[Plan]:
        """Without those that want to be the first and are not, and those after one that stops the others."""
        chosen: list[Plan] = []
        for plan in plans:
            rule = self._selective.get(plan.version_id)
            if rule is None or not chosen or not rule.document.is_first:
                chosen.append(plan)
            if rule is not None and rule.document.stops and chosen[-1] is plan:
                break
        return chosen


def _answers(entries: list[_Entry], scope: Scope) -> Iterator[tuple[int, Plan]]:
    for entry in entries:
        plan = answer(entry.rule, entry.rest, scope)
        if plan is not None:
            yield entry.position, plan


_Candidate: TypeAlias = tuple[list[Equality], list[Equality], _Entry]
_Table: TypeAlias = EqualityTable[_Entry]


def _candidate(position: int, rule: CompiledRule) -> _Candidate:
    """The rule with its equalities, those of the trigger and those of the conditions."""
    found = rule.looked_up
    return found.outer, found.inner, _Entry(position, rule, found.rest)


def _equalities(conditions: Iterable[Condition]) -> list[Equality]:
    found = map(equality_of, conditions)
    return indexable(equality for equality in found if equality is not None)


def _outer_table(candidates: list[_Candidate]) -> EqualityTable[_Table]:
    """A table of tables, so that an event of one form reads only the columns that rules of this form ask about."""
    groups: dict[frozenset[tuple[object, ...]], list[_Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(frozenset((one.column, one.values) for one in candidate[0]), []).append(candidate)
    return EqualityTable(
        (members[0][0], EqualityTable((inner, entry) for _, inner, entry in members)) for members in groups.values()
    )


def plan_hash(plans: Iterable[Plan]) -> str:
    """SHA-256 (hex) over the plans in canonical JSON: equal for equal plans in equal order, on every machine."""
    return hashlib.sha256(json_bytes([_plain(plan) for plan in plans], sort_keys=True)).hexdigest()


def _plain(plan: Plan) -> dict[str, object]:
    intents = [[intent.step, intent.item, intent.action, intent.settings] for intent in plan.intents]
    plain = {"version": plan.version_id, "intents": intents, "problems": [one.as_json() for one in plan.problems]}
    more = {"cursor": plan.cursor, "limits": plan.limits}
    return plain | {name: value for name, value in more.items() if value}
