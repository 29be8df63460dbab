"""Walking through the steps of a rule: what is wanted, up to the first thing that facts cannot decide (docs/rules.md, 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from rules.expression.binder import decided_now, settings_binder, waits_for_steps
from rules.expression.caps import EACH_ITEMS
from rules.expression.envelope import EACH as ROW
from rules.expression.envelope import WHEN
from rules.expression.evaluate import Test, condition_test
from rules.expression.json_types import Json
from rules.expression.paths import ITEM, STEPS, getter
from rules.expression.problem import refuse
from rules.expression.scope import Scope
from rules.expression.settings import Text, parts
from rules.expression.tree import Formula
from rules.expression.values import clone
from rules.intent import Intent
from rules.results import OUTCOME, Finished, seen_results
from rules.step import (
    APPROVAL,
    BRANCH,
    DO,
    EACH,
    ELSE,
    ERROR,
    FAIL,
    REFUSED,
    STOP,
    TIMEOUT,
    WAIT,
    Step,
)

MOST_INTENTS: Final = 1_000
"""Intents of one stretch."""
_ROW_COST: Final = 16
_Emit: TypeAlias = Callable[[Scope, str], Iterator[Intent]]


@dataclass(frozen=True, slots=True)
class Node:
    """A step ready for the walk. `is_open`: only the results of earlier steps decide where it leads."""

    step: Step
    emit: _Emit
    blocks: Mapping[str, tuple[Node, ...]]
    cases: tuple[tuple[str, Test], ...]
    is_open: bool


def compile_steps(steps: Sequence[Step]) -> tuple[Node, ...]:
    """The steps of a block, ready for the walk."""
    return tuple(map(_node, steps))


def is_flat(nodes: tuple[Node, ...]) -> bool:
    """Whether all intents follow from the facts at once: actions only, none with a branch for errors."""
    return all(node.step.kind == "action" and not node.blocks for node in nodes)


def _node(step: Step) -> Node:
    conditions = [block.condition for block in step.blocks if block.condition is not None]
    deciding = [*conditions, *([step.each] if step.each is not None else [])]
    return Node(
        step,
        _emitter(step) if step.action else _nothing,
        {block.name: compile_steps(block.steps) for block in step.blocks},
        tuple((block.name, condition_test(block.condition)) for block in step.blocks if block.condition is not None),
        any(map(waits_for_steps, deciding)),
    )


def _nothing(scope: Scope, item: str) -> Iterator[Intent]:
    return iter(())


def _emitter(step: Step) -> _Emit:
    bind, wanted = settings_binder(step.settings), decided_now(step.when)
    open_when = step.raw_when if step.when is not None and waits_for_steps(step.when) else None
    keeps_row = open_when is not None or any(map(_waits, parts(step.settings)))

    def emit(scope: Scope, item: str) -> Iterator[Intent]:
        if wanted is None or wanted(scope):
            settings = bind(scope)
            if open_when is not None:
                settings[WHEN] = clone(open_when)
            if item and keeps_row:
                settings[ROW] = clone(scope.facts[ITEM])
            yield Intent(step.id, item, step.action, settings)

    return emit


def _waits(part: Text | Formula) -> bool:
    return part.template.names_steps() if isinstance(part, Text) else waits_for_steps(part)


#: How a wait or an approval ended → the block that it leads to.
_LEADS: Final = {"timeout": TIMEOUT, "refused": REFUSED}
_END, _GO_ON = False, True


class Walk:
    """One walk. `intents` and `cursor` hold what it has come to; `finished` what earlier stretches have."""

    def __init__(self, finished: Sequence[Finished] = ()) -> None:
        self.intents: list[Intent] = []
        self.cursor = ""
        self._finished = finished
        self._outcomes = {(one.step, one.item): str(one.result.get(OUTCOME, "")) for one in finished}

    def block(
        self, nodes: tuple[Node, ...], scope: Scope, path: str, item: str = "", begin: Sequence[str] = ()
    ) -> bool:
        """Walks through a block, from `begin` on; whether the walk goes on after it."""
        index = int(begin[0]) if begin else 0
        if len(begin) > 1:
            if not self._within(nodes[index], scope, f"{path}{index}", item, begin[1:]):
                return _END
            index += 1
        return all(self._step(node, scope, f"{path}{index + n}", item) for n, node in enumerate(nodes[index:]))

    def _step(self, node: Node, scope: Scope, at: str, item: str) -> bool:
        kind = node.step.kind
        if node.is_open and self.intents:
            return self._until(at)
        if kind == BRANCH:
            return self._branch(node, scope, at, item)
        if kind == EACH:
            return self._rows(node, scope, at, 0)
        if kind in (WAIT, APPROVAL):
            return self._wait(node, scope, at, item)
        return kind != STOP and self._do(node, scope, at, item)

    def _until(self, at: str) -> bool:
        """The stretch ends here; it is gone on from `at` when all is done."""
        self.cursor = at
        return _END

    def _do(self, node: Node, scope: Scope, at: str, item: str) -> bool:
        before = len(self.intents)
        self._emit(node, scope, item)
        if node.step.kind == FAIL:
            return _END
        return self._past(node, at, before)

    def _past(self, node: Node, at: str, before: int) -> bool:
        """What comes after a step that may fail into a branch is planned once it has not."""
        if ERROR in node.blocks and len(self.intents) > before:
            return self._until(_next(at))
        return _GO_ON

    def _emit(self, node: Node, scope: Scope, item: str) -> None:
        self.intents.extend(node.emit(scope, item))
        if len(self.intents) > MOST_INTENTS:
            raise refuse("too_many_intents", node.step.place, limit=str(MOST_INTENTS))

    def _wait(self, node: Node, scope: Scope, at: str, item: str) -> bool:
        outcome = self._outcomes.get((node.step.id, item))
        if outcome is None:
            self._emit(node, scope, item)
            return self._until(at)
        name = _LEADS.get(outcome, "")
        return self.block(node.blocks.get(name, ()), scope, f"{at}/{name}/", item)

    def _branch(self, node: Node, scope: Scope, at: str, item: str) -> bool:
        name = next((name for name, test in node.cases if test(scope)), ELSE)
        return self.block(node.blocks.get(name, ()), scope, f"{at}/{name}/", item)

    def _rows(self, node: Node, scope: Scope, at: str, first: int) -> bool:
        rows, before = _listed(node, scope), len(self.intents)
        for number in range(first, len(rows)):
            if not self._row(node, scope, at, number, rows[number], ()):
                return _END
        return self._past(node, at, before)

    def _row(self, node: Node, scope: Scope, at: str, number: int, row: Json, begin: Sequence[str]) -> bool:
        scope.charge(_ROW_COST * (1 + len(node.blocks[DO])))
        facts = {**scope.facts, ITEM: row}
        if self._finished:
            facts[STEPS] = seen_results(self._finished, str(number))
        inner = Scope(facts, scope.units)
        goes_on = self.block(node.blocks[DO], inner, f"{at}/{DO}{number}/", str(number), begin)
        scope.settle(inner)
        return goes_on

    def _within(self, node: Node, scope: Scope, at: str, item: str, begin: Sequence[str]) -> bool:
        """Goes on inside a step's block."""
        name, rest = begin[0], begin[1:]
        if node.step.kind != EACH or not name.startswith(DO):
            return self.block(node.blocks[name], scope, f"{at}/{name}/", item, rest)
        number, before = int(name.removeprefix(DO)), len(self.intents)
        if not self._row(node, scope, at, number, _listed(node, scope)[number], rest):
            return _END
        return self._rows(node, scope, at, number + 1) and self._past(node, at, before)


def _next(at: str) -> str:
    """The place after the step at `at`."""
    outer, slash, index = at.rpartition("/")
    return f"{outer}{slash}{int(index) + 1}"


def _listed(node: Node, scope: Scope) -> list[Json]:
    each = node.step.each
    assert each is not None  # an `each` has a list
    found = getter(each.path)(scope.facts)
    if found is not None and not isinstance(found, list):
        raise refuse("not_a_list", each.place, tag=each.name)
    if found and len(found) > EACH_ITEMS:
        raise refuse("too_many_items", each.place, limit=str(EACH_ITEMS))
    return found or []


def error_cursor(nodes: tuple[Node, ...], step: str, item: str) -> str | None:
    """Where a run goes on when this step fails for good: the nearest branch for errors around it, if there is one."""
    path = _path_to(nodes, step, item)
    for depth in range(len(path or ()), 0, -1):
        node, block, at = (path or ())[depth - 1]
        if ERROR in node.blocks and block != ERROR:
            return f"{at}/{ERROR}/0"
    return None


_Way: TypeAlias = "tuple[tuple[Node, str, str], ...]"


def _path_to(nodes: tuple[Node, ...], step: str, item: str, path: str = "") -> _Way | None:
    """The steps around a step with itself, each with the block that leads on and its place."""
    for index, node in enumerate(nodes):
        at = f"{path}{index}"
        if node.step.id == step:
            return ((node, "", at),)
        for name, block in node.blocks.items():
            led = f"{name}{item}" if node.step.kind == EACH and name == DO else name
            inner = _path_to(block, step, item, f"{at}/{led}/")
            if inner is not None:
                return ((node, name, at), *inner)
    return None
