"""Planning: which rules answer an event, and what they want done. A pure function of facts and rule versions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias

from rules.document import RuleDocument, Step, parse
from rules.equality import Equality, conjuncts, equality_of
from rules.expression.binder import decided_now, settings_binder, waits_for_steps
from rules.expression.caps import BUDGET
from rules.expression.envelope import WHEN
from rules.expression.evaluate import Test, condition_test
from rules.expression.json_types import Facts, Json
from rules.expression.paths import parse_path
from rules.expression.problem import Problem, Refused
from rules.expression.scope import Scope
from rules.expression.tree import Condition, Constant, Fact, Group, Leaf
from rules.expression.values import clone
from rules.index import EqualityTable, indexable
from rules.json_text import json_bytes

SELECTORS: Mapping[str, str] = {"form": "form.slug"}
"""Settings of triggers that narrow a rule, with the fact that must equal them."""


@dataclass(frozen=True)
class Intent:
    """What a run wants done. `settings` are in the resting form: `rules.expression.bind.bind` finishes them.

    `item` tells apart the intents of one step, should it have several; it is empty for the only one.
    """

    step: str
    item: str
    action: str
    settings: dict[str, Json]


@dataclass(frozen=True)
class Plan:
    """The answer of one matching rule version. With problems there are no intents: the run needs a person."""

    version_id: str
    intents: tuple[Intent, ...]
    problems: tuple[Problem, ...] = ()


_Intents: TypeAlias = Callable[[Scope], Iterator[Intent]]


@dataclass(frozen=True)
class CompiledRule:
    """A rule version ready for planning. `selection` is what the trigger's settings ask, as conditions."""

    version_id: str
    kind: str
    document: RuleDocument
    selection: tuple[Leaf, ...]
    steps: tuple[_Intents, ...]
    test: Test

    def plan(self, facts: Facts) -> Plan | None:
        """This rule's plan for an event of its kind; None where it does not match."""
        return answer(self, self.test, Scope(facts))


def compile_rule(version_id: str, document: Json, selectors: Mapping[str, str] = SELECTORS) -> CompiledRule:
    """Check and compile a rule document.

    Raises:
        Refused: with every problem of the document.
    """
    rule = parse(document)
    selection = tuple(_selection(rule.trigger.settings, selectors))
    test = condition_test(Group("all", (*selection, rule.conditions)))
    steps = tuple(_step_intents(step) for step in rule.steps)
    return CompiledRule(version_id, rule.trigger.kind, rule, selection, steps, test)


def _selection(settings: Mapping[str, Json], selectors: Mapping[str, str]) -> Iterator[Leaf]:
    for name, wanted in settings.items():
        path = parse_path(selectors.get(name))
        if path and wanted not in (None, "", []):
            operator = "is_one_of" if isinstance(wanted, list) else "is"
            yield Leaf(Fact(path), operator, Constant(wanted), f"/trigger/settings/{name}")


def _step_intents(step: Step) -> _Intents:
    bind, wanted = settings_binder(step.settings), decided_now(step.when)
    open_when = step.raw_when if step.when is not None and waits_for_steps(step.when) else None

    def intents(scope: Scope) -> Iterator[Intent]:
        if wanted is None or wanted(scope):
            settings = bind(scope)
            if open_when is not None:
                settings[WHEN] = clone(open_when)
            yield Intent(step.id, "", step.action, settings)

    return intents


def answer(rule: CompiledRule, test: Test, scope: Scope) -> Plan | None:
    """The rule's plan where `test` holds. A rule that hits a cap or cannot write a text fails alone and visibly."""
    scope.units = BUDGET
    try:
        return _plan(rule, scope) if test(scope) else None
    except Refused as refused:
        return Plan(rule.version_id, (), refused.problems)


def _plan(rule: CompiledRule, scope: Scope) -> Plan:
    return Plan(rule.version_id, tuple([intent for step in rule.steps for intent in step(scope)]))


@dataclass(frozen=True)
class _Entry:
    """A rule in the index: its place in the given order, and the test of what the index has not looked up."""

    position: int
    rule: CompiledRule
    rest: Test


class RuleIndex:
    """Rule versions by trigger kind, by what the trigger's settings select, by equalities of their conditions."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        kinds: dict[str, list[_Candidate]] = {}
        for position, rule in enumerate(rules):
            kinds.setdefault(rule.kind, []).append(_candidate(position, rule))
        self._kinds = {kind: _outer_table(candidates) for kind, candidates in kinds.items()}

    def plan(self, kind: str, facts: Facts) -> list[Plan]:
        """The plans of all rules that answer the event, in the order in which the rules were given."""
        outer = self._kinds.get(kind)
        if outer is None:
            return []
        scope = Scope(facts)
        found: list[tuple[int, Plan]] = []
        for tables in outer.find(facts):
            for table in tables:
                for entries in table.find(facts):
                    found.extend(_answers(entries, scope))
        return [plan for _, plan in sorted(found, key=itemgetter(0))]


def _answers(entries: list[_Entry], scope: Scope) -> Iterator[tuple[int, Plan]]:
    for entry in entries:
        plan = answer(entry.rule, entry.rest, scope)
        if plan is not None:
            yield entry.position, plan


_Candidate: TypeAlias = tuple[list[Equality], list[Equality], _Entry]
_Table: TypeAlias = EqualityTable[_Entry]


def _candidate(position: int, rule: CompiledRule) -> _Candidate:
    """The rule with its equalities, those of the trigger and those of the conditions."""
    conditions = list(conjuncts(rule.document.conditions))
    outer, inner = _equalities(rule.selection), _equalities(conditions)
    looked_up = [id(equality.leaf) for equality in (*outer, *inner)]
    rest = tuple(condition for condition in (*rule.selection, *conditions) if id(condition) not in looked_up)
    return outer, inner, _Entry(position, rule, condition_test(Group("all", rest)))


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
    return {"version": plan.version_id, "intents": intents, "problems": [one.as_json() for one in plan.problems]}
