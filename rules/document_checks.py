"""Checks over the texts and trees of a rule: the steps and facts they name, the data types they compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from rules.expression.kinds import FactKinds, mismatches
from rules.expression.operators.operator import LIST
from rules.expression.paths import Path, names_steps
from rules.expression.problem import Problem
from rules.expression.settings import Text
from rules.expression.tree import Formula, facts_in

Part: TypeAlias = Text | Formula
ANYTHING = "any"
"""The data type of a fact whose names or values are not known in advance."""


def reference_problems(part: Part, earlier: frozenset[str]) -> Iterator[Problem]:
    """`steps.x…` may only name a step that is done before: one that is earlier in the list."""
    for path, place in _named(part):
        if names_steps(path) and (len(path) < 2 or path[1] not in earlier):
            yield Problem("unknown_step", place, {"name": ".".join(path)})


def fact_problems(part: Part, facts: FactKinds) -> Iterator[Problem]:
    """Names that are not among the listed facts (A04: refused when the text is saved), and types that cannot fit."""
    for path, place in _named(part):
        if not names_steps(path) and kind_of(path, facts) is None:
            yield Problem("unknown_fact", place, {"name": ".".join(path)})
    yield from type_mismatches(part, facts)


def type_mismatches(part: Part, facts: FactKinds) -> Iterator[Problem]:
    """Comparisons and arguments whose types cannot fit, as far as types are known."""
    if not isinstance(part, Text):
        known = {fact.name: kind_of(fact.path, facts) for fact in facts_in(part)}
        yield from mismatches(part, {name: kind for name, kind in known.items() if kind is not None})


def kind_of(path: Path, facts: FactKinds) -> str | None:
    """The data type of a path in a list of facts, None when it is not there.

    `catalogue.*.price` in the list stands for the price of every product; a last `**` (`answers.**`) for everything
    below. The elements of a list that is named only as a list may be anything.
    """
    if ".".join(path) in facts:
        return facts[".".join(path)]
    if path[-1] == "*" and kind_of(path[:-1], facts) == LIST:
        return ANYTHING
    return next((kind for pattern, kind in facts.items() if "*" in pattern and _fits(path, pattern.split("."))), None)


def _fits(path: Path, pattern: list[str]) -> bool:
    if pattern[-1] == "**":
        pattern, path = pattern[:-1], path[: len(pattern) - 1]
    return len(path) == len(pattern) and all(
        wanted in ("*", name) for name, wanted in zip(path, pattern, strict=True)
    )


def _named(part: Part) -> Iterator[tuple[Path, str]]:
    """Every path that the part names, with its place."""
    if isinstance(part, Text):
        for name in sorted(part.tags()):
            yield tuple(name.split(".")), part.place
    else:
        for fact in facts_in(part):
            yield fact.path, fact.place
