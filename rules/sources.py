"""Which facts the settings of a step name: where each value of an invoice line, a mail or a task comes from."""

from __future__ import annotations

from collections.abc import Iterator

from rules.expression.paths import Path
from rules.expression.settings import Computed, Element, Fields, Items, Setting, Text
from rules.expression.tree import facts_in


def sources(setting: Setting, place: str = "") -> Iterator[tuple[str, Path]]:
    """Places (`lines/0/quantity`) with the paths that they name, in reading order; a row of a list is `list.*.name`."""
    if isinstance(setting, Text):
        yield from ((place, tuple(name.split("."))) for name in sorted(setting.tags()))
    elif isinstance(setting, Computed):
        yield from ((place, fact.path) for fact in facts_in(setting.formula))
    elif isinstance(setting, Items):
        for number, element in enumerate(setting.elements):
            yield from _of_element(element, f"{place}/{number}")
    elif isinstance(setting, Fields):
        for name, inner in setting.fields:
            yield from sources(inner, f"{place}/{name}" if place else name)


def _of_element(element: Element, place: str) -> Iterator[tuple[str, Path]]:
    if element.each is not None:
        yield place, element.each.path
    if element.when is not None:
        yield from ((f"{place}/when", fact.path) for fact in facts_in(element.when))
    yield from sources(element.setting, place)
