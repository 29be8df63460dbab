"""Settings of a step as a document has them: literals, texts with merge tags, formulas, and lists of such objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from rules.expression import merge_tags
from rules.expression.caps import DOCUMENT_DEPTH
from rules.expression.envelope import RESERVED
from rules.expression.json_types import Json
from rules.expression.problem import Problem, Refused
from rules.expression.read import is_condition, read_condition, read_formula
from rules.expression.tree import Condition, Constant, Formula

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


@dataclass(frozen=True)
class Computed:
    """`{"formula": tree}`, with the JSON of the tree for the resting form."""

    raw: Json
    formula: Formula


@dataclass(frozen=True)
class Element:
    """An element of a list, dropped where its `when` is false."""

    setting: Setting
    when: Condition | None = None
    raw_when: Json = None


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
        if not isinstance(raw, dict) or not is_condition(raw.get("when")):
            return Element(self.setting(raw, place, depth + 1))
        when = self._try(lambda: read_condition(raw["when"], f"{place}/when"), None, "")
        rest = {key: value for key, value in raw.items() if key != "when"}
        return Element(self.setting(rest, place, depth + 1), when, raw["when"])

    def _try(self, read: Callable[[], _Part], otherwise: _Part, prefix: str) -> _Part:
        try:
            return read()
        except Refused as refused:
            self.problems.extend(problem.at(prefix) for problem in refused.problems)
            return otherwise


def escaped(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def parts(setting: Setting) -> Iterator[Text | Formula]:
    """Every text, formula and condition in the settings, for checks of what they name."""
    if isinstance(setting, Text):
        yield setting
    elif isinstance(setting, Computed):
        yield setting.formula
    elif isinstance(setting, Fields):
        for _, field in setting.fields:
            yield from parts(field)
    elif isinstance(setting, Items):
        for element in setting.elements:
            if element.when is not None:
                yield element.when
            yield from parts(element.setting)
