"""The logic of a definition as typed trees: conditions of fields, and what follows from conditions of the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from forms.fields.base import Field
from forms.text import Texts
from rules.expression.json_types import Json
from rules.expression.problem import Problem, Refused
from rules.expression.read import read_condition, read_formula
from rules.expression.tree import Condition, Constant, Formula

END = "_end"
"""Where a jump leads that leaves no further page."""
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Trees:
    """What a field says about itself. `default` is None for a default that is a plain value."""

    shown_if: Condition | None
    required_if: Condition | None
    read_only_if: Condition | None
    default: Formula | None
    formula: Formula | None


@dataclass(frozen=True)
class Step:
    """One consequence. `target` is a field, for `skip_page` and `jump` a page (see `logic_pages`), for `stop` nothing."""

    do: str
    target: str
    value: Formula
    message: Texts
    place: str


@dataclass(frozen=True)
class Entry:
    """A condition and what follows where it holds; later entries win over earlier ones."""

    id: str
    when: Condition
    steps: tuple[Step, ...]
    place: str


class Collector:
    """Reads trees and keeps their problems, so that all of them are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def trees(self, field: Field, place: str = "") -> Trees:
        """The trees of a field."""
        return Trees(
            shown_if=self._condition(field.shown_if, f"{place}.shown_if"),
            required_if=self._condition(field.required_if, f"{place}.required_if"),
            read_only_if=self._condition(field.read_only_if, f"{place}.read_only_if"),
            default=self._formula(formula_in(field.default), f"{place}.default.formula"),
            formula=self._formula(getattr(field, "formula", None), f"{place}.formula"),
        )

    def entries(self, raw: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
        """The entries of `logic`, whose outer shape was checked."""
        return tuple(self._entry(one, f"logic[{place}]") for place, one in enumerate(raw))

    def _entry(self, raw: Mapping[str, Any], place: str) -> Entry:
        never = Constant(None)
        when = self._reading(lambda: read_condition(raw["when"], f"{place}.when"), None)
        steps = tuple(self._step(one, f"{place}.then[{index}]", never) for index, one in enumerate(raw["then"]))
        return Entry(raw["id"], when or read_condition({"any": []}), steps, place)

    def _step(self, raw: Mapping[str, Any], place: str, nothing: Formula) -> Step:
        target = raw.get("field") or raw.get("page") or raw.get("to") or ""
        value = self._formula(formula_in(raw.get("value")), f"{place}.value.formula")
        plain = Constant(None if formula_in(raw.get("value")) is not None else raw.get("value"))
        return Step(raw["do"], target, value or plain, raw.get("message", {}), place)

    def _condition(self, raw: Json, place: str) -> Condition | None:
        return None if raw is None else self._reading(lambda: read_condition(raw, place), None)

    def _formula(self, raw: Json, place: str) -> Formula | None:
        return None if raw is None else self._reading(lambda: read_formula(raw, place), None)

    def _reading(self, read: Callable[[], _Read], otherwise: _Read | None) -> _Read | None:
        try:
            return read()
        except Refused as refused:
            self.problems.extend(refused.problems)
            return otherwise


def formula_in(raw: Json) -> Json:
    """The tree in `{"formula": tree}`; None for a plain value."""
    return raw["formula"] if isinstance(raw, dict) and raw.keys() == {"formula"} else None
