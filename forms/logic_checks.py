"""What is wrong with the logic of a definition: names that are not there, types that do not fit, circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.fields.base import Field
from forms.logic_document import END, Collector, Entry, Step, Trees
from forms.logic_order import Cycle
from forms.logic_pages import Page, page_numbers, pages_of
from forms.logic_past import MISPLACED, past_problems
from forms.logic_program import ANSWERS, program_of
from rules.expression.kinds import FactKinds, mismatches
from rules.expression.paths import ITEM
from rules.expression.problem import Problem
from rules.expression.tree import Formula, facts_in

# Facts beside the answers that a form may look at; below the last two anything may be named.
_SCALARS = {"today": "date", "language": "text"}
_OPEN = ("catalogue", "contact")


def logic_problems(fields: Sequence[Field], logic: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Everything that keeps the logic from being compiled, at places like `fields[2].shown_if/all/0`."""
    reader = Collector()
    entries = reader.entries(logic)
    outer = kinds_of(fields, ANSWERS)
    checks = [*reader.problems, *_entry_problems(entries, fields, outer)]
    for place, field in enumerate(fields):
        checks += _field_problems(field, f"fields[{place}]", outer)
        inner = outer | kinds_of(getattr(field, "fields", ()), ITEM)
        for index, each in enumerate(getattr(field, "fields", ())):
            checks += _field_problems(each, f"fields[{place}].fields[{index}]", inner)
    return checks or list(_circles(fields, entries))


def kinds_of(fields: Sequence[Field], root: str) -> dict[str, str]:
    """The facts that these fields offer, with their data types."""
    return {path: kind for field in fields for path, kind in field.fact_kinds(f"{root}.{field.id}").items()}


def _field_problems(field: Field, place: str, kinds: FactKinds) -> Iterator[Problem]:
    reader = Collector()
    trees = reader.trees(field, place)
    yield from reader.problems
    for tree in _all(trees):
        yield from tree_problems(tree, kinds)


def _all(trees: Trees) -> Iterator[Formula]:
    for tree in (trees.shown_if, trees.required_if, trees.read_only_if, trees.default, trees.formula):
        if tree is not None:
            yield tree


def tree_problems(tree: Formula, kinds: FactKinds) -> Iterator[Problem]:
    """Facts that the form does not have, and comparisons that cannot fit."""
    for fact in facts_in(tree):
        if fact.path[0] not in _OPEN and fact.name not in kinds and fact.name not in _SCALARS:
            yield Problem("logic_fact_unknown", fact.place, {"name": fact.name})
    yield from mismatches(tree, {**kinds, **_SCALARS})


def _entry_problems(entries: Sequence[Entry], fields: Sequence[Field], kinds: FactKinds) -> Iterator[Problem]:
    pages = pages_of(fields)
    by_id = {field.id: field for field in fields}
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            yield Problem("duplicate_id", f"{entry.place}.id", {"id": entry.id})
        seen.add(entry.id)
        yield from (one for one in tree_problems(entry.when, kinds) if one.code != MISPLACED)
        yield from past_problems(entry, by_id)
        for step in entry.steps:
            yield from tree_problems(step.value, kinds)
            yield from _target_problems(step, by_id, pages)
            yield from _jump_problems(entry, step, pages)


def _target_problems(step: Step, fields: Mapping[str, Field], pages: Sequence[Page]) -> Iterator[Problem]:
    if step.do == "stop":
        return
    if step.do in ("skip_page", "jump"):
        allowed = {page.id for page in pages[1:]}
        if step.target not in allowed | ({END} if step.do == "jump" else set()):
            yield Problem("logic_page_unknown", step.place, {"page": step.target})
        return
    field = fields.get(step.target)
    if field is None or field.type == "page_break":
        yield Problem("logic_field_unknown", step.place, {"field": step.target})
    elif step.do in ("set", "require") and not field.asked:
        yield Problem("logic_field_unasked", step.place, {"field": step.target})


def _jump_problems(entry: Entry, step: Step, pages: Sequence[Page]) -> Iterator[Problem]:
    numbers = page_numbers(pages)
    if step.do != "jump" or step.target not in numbers:
        return
    looked_at = (fact.path[1] for fact in facts_in(entry.when) if fact.path[0] == ANSWERS and len(fact.path) > 1)
    if numbers[step.target] <= max((numbers.get(name, 0) for name in looked_at), default=0):
        yield Problem("logic_jump_back", step.place, {"page": step.target})


def _circles(fields: Sequence[Field], entries: Sequence[Entry]) -> Iterator[Problem]:
    places = {field.id: place for place, field in enumerate(fields)}
    try:
        program_of(fields, ANSWERS, entries)
    except Cycle as cycle:
        yield _circle(cycle, places, "fields[{}]")
    for place, field in enumerate(fields):
        inner = getattr(field, "fields", ())
        try:
            program_of(inner, ITEM)
        except Cycle as cycle:
            names = {each.id: index for index, each in enumerate(inner)}
            yield _circle(cycle, names, f"fields[{place}].fields[{{}}]")


def _circle(cycle: Cycle, places: Mapping[str, int], pattern: str) -> Problem:
    first = next((name for name in cycle.path if name in places), "")
    place = pattern.format(places[first]) if first else "logic"
    return Problem("logic_circle", place, {"path": " → ".join(cycle.path)[:300]})
