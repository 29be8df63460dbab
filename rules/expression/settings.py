"""Settings of a step as a document has them: literals, texts with merge tags, formulas, and lists of such objects.

An object in a list may stand for the items of another list: with `"each": {"fact": "answers.rows"}` it is there once for
every row, and its `when`, formulas and texts may say `item.…` for what is in the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from rules.expression import merge_tags
from rules.expression.caps import DOCUMENT_DEPTH
from rules.expression.envelope import RESERVED
from rules.expression.json_types import Json
from rules.expression.paths import Path, names_steps
from rules.expression.problem import Problem, Refused
from rules.expression.read import is_condition, read_condition, read_formula
from rules.expression.tree import Condition, Constant, Fact, Formula, seen_condition, seen_from

_Part = TypeVar("_Part")


@dataclass(frozen=True)
class Literal:
    """A scalar that is what it is."""

    value: Json


@dataclass(frozen=True)
class Text:
    """A text that holds `{{`."""

    source: str
    template: merge_tags.Template
    place: str
    item: Path | None = None

    def tags(self) -> frozenset[str]:
        """Every path that the text names; `item.x` in an element that repeats is told as `list.*.x`."""
        return self.template.tags(self.item)


@dataclass(frozen=True)
class Computed:
    """`{"formula": tree}`, with the JSON of the tree for the resting form."""

    raw: Json
    formula: Formula


@dataclass(frozen=True)
class Element:
    """An element of a list, dropped where its `when` is false; with `each`, there once for every item of that list."""

    setting: Setting
    when: Condition | None = None
    raw_when: Json = None
    each: Fact | None = None


@dataclass(frozen=True)
class Items:
    """A list."""

    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Fields:
    """An object."""

    fields: tuple[tuple[str, Setting], ...]


Setting: TypeAlias = Literal | Text | Computed | Items | Fields


def read_settings(raw: dict[str, Json], place: str = "") -> Fields:
    """The settings of a step.

    Raises:
        Refused: with every problem found.
    """
    reader = _Reader()
    fields = reader.fields(raw, place, 1)
    if reader.problems:
        raise Refused(tuple(reader.problems))
    return fields


class _Reader:
    """Collects problems, as the reader of trees does."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._repeated = 0

    def fields(self, raw: dict[str, Json], place: str, depth: int) -> Fields:
        for key in raw:
            if key.startswith(RESERVED):
                self.problems.append(Problem("reserved_key", place, {"key": key[:80]}))
        return Fields(
            tuple((key, self.setting(value, f"{place}/{escaped(key)}", depth + 1)) for key, value in raw.items())
        )

    def setting(self, raw: Json, place: str, depth: int) -> Setting:
        if depth > DOCUMENT_DEPTH:
            self.problems.append(Problem("document_too_deep", place, {"limit": str(DOCUMENT_DEPTH)}))
            return Literal(None)
        if isinstance(raw, str):
            return self._text(raw, place) if merge_tags.has_tags(raw) else Literal(raw)
        if isinstance(raw, list):
            return Items(tuple(self._element(item, f"{place}/{index}", depth) for index, item in enumerate(raw)))
        if not isinstance(raw, dict):
            return Literal(raw)
        return self._computed(raw["formula"], place) if raw.keys() == {"formula"} else self.fields(raw, place, depth)

    def _text(self, source: str, place: str) -> Setting:
        empty = Text(source, merge_tags.Template(()), place)
        return self._try(lambda: Text(source, merge_tags.parse(source), place), empty, f"{place}:")

    def _computed(self, raw: Json, place: str) -> Setting:
        nothing: Formula = Constant(None)
        return Computed(raw, self._try(lambda: read_formula(raw, f"{place}/formula"), nothing, ""))

    def _element(self, raw: Json, place: str, depth: int) -> Element:
        if not isinstance(raw, dict):
            return Element(self.setting(raw, place, depth + 1))
        each = self._each(raw["each"], place) if _is_fact(raw.get("each")) else None
        has_when = is_condition(raw.get("when"))
        when = self._try(lambda: read_condition(raw["when"], f"{place}/when"), None, "") if has_when else None
        taken = {*(["each"] if each else []), *(["when"] if has_when else [])}
        rest = {key: value for key, value in raw.items() if key not in taken}
        self._repeated += each is not None
        element = Element(self.setting(rest, place, depth + 1), when, raw["when"] if has_when else None, each)
        self._repeated -= each is not None
        return element

    def _each(self, raw: Json, place: str) -> Fact | None:
        """The list to repeat over: a fact of the event, and not within another such element (`item` means one thing)."""
        read = self._try(lambda: read_formula(raw, f"{place}/each"), None, "")
        if not isinstance(read, Fact):
            return None
        if self._repeated:
            self.problems.append(Problem("each_in_each", f"{place}/each"))
        if names_steps(read.path):
            self.problems.append(Problem("each_of_steps", f"{place}/each", {"name": read.name}))
        return read

    def _try(self, read: Callable[[], _Part], otherwise: _Part, prefix: str) -> _Part:
        try:
            return read()
        except Refused as refused:
            self.problems.extend(problem.at(prefix) for problem in refused.problems)
            return otherwise


def escaped(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _is_fact(raw: Json) -> bool:
    return isinstance(raw, dict) and raw.keys() == {"fact"}


def parts(setting: Setting, item: Path | None = None) -> Iterator[Text | Formula]:
    """Every text, formula and condition in the settings, for checks of what they name.

    Where an element repeats over a list, what it says about `item` is told as `list.*` (see `tree.seen_from`).
    """
    if isinstance(setting, Text):
        yield replace(setting, item=item)
    elif isinstance(setting, Computed):
        yield setting.formula if item is None else seen_from(setting.formula, item)
    elif isinstance(setting, Fields):
        for _, field in setting.fields:
            yield from parts(field, item)
    elif isinstance(setting, Items):
        for element in setting.elements:
            yield from _element_parts(element, item)


def _element_parts(element: Element, item: Path | None) -> Iterator[Text | Formula]:
    if element.each is not None:
        yield element.each
        item = (*element.each.path, "*")
    if element.when is not None:
        yield element.when if item is None else seen_condition(element.when, item)
    yield from parts(element.setting, item)
