"""Doubts about a definition that may be published all the same: conditions that never or always hold.

A condition is tried on every combination of the values that can make a difference to it: the options of a choice, yes
and no, the bounds of a number and the values just beside those that it is compared with. What depends on more than that
(a pattern, a formula, today) is tried as true and as false. So a warning is always right; not every dead branch is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from forms.definition import FormDefinition
from forms.fields.base import Field
from forms.logic_document import Collector
from forms.logic_program import ANSWERS
from forms.warning_values import candidates
from rules.expression.evaluate import Test, condition_test
from rules.expression.json_types import Json
from rules.expression.problem import Problem
from rules.expression.scope import Scope
from rules.expression.tree import Condition, Constant, Fact, Group, Leaf, facts_in

# More combinations than this are not tried: an editor waits for the answer.
_MOST = 4096
_OPAQUE = 4
_READABLE = frozenset((
    "is", "is_not", "is_one_of", "is_none_of", "equals", "not_equals", "greater_than", "at_least", "less_than", "at_most", "between",
    "on", "before", "after", "on_or_before", "on_or_after", "is_true", "is_false", "includes", "excludes", "includes_any",
    "includes_all", "is_empty", "is_not_empty",
))  # fmt: skip


def warnings(definition: FormDefinition) -> list[Problem]:
    """`condition_never` and `condition_always` at the place of each such condition, like `fields[2].shown_if`."""
    judge = _Judge(definition)
    found: list[Problem] = []
    for place, condition in _conditions(definition):
        verdict = judge.verdict(condition)
        if verdict is not None:
            found.append(Problem("condition_always" if verdict else "condition_never", place))
    return found


def _conditions(definition: FormDefinition) -> Iterator[tuple[str, Condition]]:
    for index, field in enumerate(definition.fields):
        trees = Collector().trees(field)
        named = {"shown_if": trees.shown_if, "required_if": trees.required_if, "read_only_if": trees.read_only_if}
        yield from ((f"fields[{index}].{name}", tree) for name, tree in named.items() if tree is not None)
    yield from ((f"{entry.place}.when", entry.when) for entry in definition.logic)


class _Judge:
    def __init__(self, definition: FormDefinition) -> None:
        self.fields = definition.by_id
        switched = {step.target for entry in definition.logic for step in entry.steps}
        trees = {field.id: Collector().trees(field).shown_if for field in definition.fields}
        self.shown = {name: tree for name, tree in trees.items() if name not in switched}

    def verdict(self, condition: Condition) -> bool | None:
        """True where it always holds, False where it never does, None where it may or where that is too dear to try."""
        leaves = [leaf for leaf in _leaves(condition) if not self._is_readable(leaf)]
        values = self._values(condition)
        if values is None or len(set(map(id, leaves))) > _OPAQUE:
            return None
        truths: set[bool] = set()
        for guess in product((True, False), repeat=len(leaves)):
            guesses = {id(leaf): truth for leaf, truth in zip(leaves, guess, strict=True)}
            truths |= self._truths(condition_test(_replaced(condition, guesses)), values)
            if len(truths) > 1:
                return None
        return next(iter(truths), None)

    def _is_readable(self, leaf: Leaf) -> bool:
        if not isinstance(leaf.left, Fact) or leaf.operator not in _READABLE:
            return False
        path = leaf.left.path
        constant = leaf.right is None or isinstance(leaf.right, Constant)
        field = self.fields.get(path[1]) if len(path) == 2 and path[0] == ANSWERS else None
        return constant and field is not None and field.asked and field.kind != "any"

    def _values(self, condition: Condition) -> dict[str, list[Json]] | None:
        """The values to try for every field that the condition looks at, and for those that decide whether these are shown."""
        trees = list(self._related(condition))
        leaves = [leaf for tree in trees for leaf in _leaves(tree) if self._is_readable(leaf)]
        values: dict[str, list[Json]] = {}
        combinations = 1
        for name in dict.fromkeys(_name(leaf) for leaf in leaves):
            mine = [leaf for leaf in leaves if _name(leaf) == name]
            values[name] = candidates(self.fields[name], mine)
            combinations *= len(values[name])
        return values if combinations <= _MOST else None

    def _related(self, condition: Condition) -> Iterator[Condition]:
        pending, seen = [condition], set[str]()
        while pending:
            tree = pending.pop()
            yield tree
            for fact in facts_in(tree):
                name = fact.path[1] if len(fact.path) > 1 else ""
                shown = self.shown.get(name)
                if name not in seen and shown is not None and all(map(self._is_readable, _leaves(shown))):
                    pending.append(shown)
                seen.add(name)

    def _truths(self, test: Test, values: Mapping[str, list[Json]]) -> set[bool]:
        truths: set[bool] = set()
        shown = {name: self._shown_test(name, values) for name in values}
        for combination in product(*values.values()):
            answers: dict[str, Json] = dict(zip(values, combination, strict=True))
            scope = Scope({ANSWERS: answers})
            if all(_possible(self.fields[name], answers[name], shown[name], scope) for name in answers):
                truths.add(test(scope))
        return truths

    def _shown_test(self, name: str, values: Mapping[str, list[Json]]) -> Test | None:
        """Whether the field is shown, where that can be told from the values that are tried; None where it cannot."""
        if name not in self.shown:
            return None
        tree = self.shown[name]
        if tree is None:
            return lambda _: True
        known = all(self._is_readable(leaf) and _name(leaf) in values for leaf in _leaves(tree))
        return condition_test(tree) if known else None


def _possible(field: Field, value: Json, shown: Test | None, scope: Scope) -> bool:
    """Whether the field can have the value: what is hidden has none, what is shown has one if it must."""
    if shown is None:
        return True
    if not shown(scope):
        return value is None
    return value is not None or not (field.required or field.kind == "boolean")


def _name(leaf: Leaf) -> str:
    assert isinstance(leaf.left, Fact)
    return leaf.left.path[1]


def _leaves(condition: Condition) -> Iterator[Leaf]:
    if isinstance(condition, Leaf):
        yield condition
    else:
        for item in condition.items:
            yield from _leaves(item)


def _replaced(condition: Condition, guesses: Mapping[int, bool]) -> Condition:
    if isinstance(condition, Group):
        return Group(condition.kind, tuple(_replaced(item, guesses) for item in condition.items))
    truth = guesses.get(id(condition))
    return condition if truth is None else Group("all" if truth else "any", ())
