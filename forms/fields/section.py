"""Rows of questions: the lines of an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from forms.answer_error import AnswerError, PartsRefused
from forms.fields.base import FIELD_TYPES, LABEL, Field, Occasion, Surroundings
from forms.fields.compound import object_schema
from forms.logic_program import Program, program_of
from forms.logic_run import Outcome, kept_source, posted_source, run
from forms.text import Texts
from forms.wtparts import RowsField
from rules.expression.json_types import Json
from rules.expression.paths import ITEM

MAX_ROWS = 100
MAX_FIELDS = 30
_ROWS = {"type": "integer", "minimum": 0, "maximum": MAX_ROWS}


@dataclass(frozen=True, kw_only=True, eq=False)
class Section(Field):
    """The answer is a list of objects. Posted names are `section.0.field`; numbers may be missing, blank rows are dropped.

    In conditions and formulas of its fields, `item` is the row at hand and `answers` the form around it.
    """

    type = "section"
    input_type = "rows"
    form_field = RowsField
    kind = "list"
    in_rows = False
    contact_attributes = frozenset()
    prefillable = False
    required_settings = ("fields",)
    settings_schema: ClassVar = {
        "fields": {
            "type": "array", "minItems": 1, "maxItems": MAX_FIELDS, "title": "Questions of a row",
            "items": {"type": "object", "required": ["id", "type"]},
        },
        "min": {**_ROWS, "title": "Fewest rows"},
        "max": {**_ROWS, "minimum": 1, "title": "Most rows"},
        "add": {**LABEL, "title": "Words on the button that adds a row"},
    }  # fmt: skip

    fields: tuple[Field, ...]
    min: int = 0
    max: int = 20
    add: Texts

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        bounds = {name: settings[name] for name in ("min", "max") if name in settings}
        fields = tuple(FIELD_TYPES[one["type"]].from_settings(one, surroundings) for one in settings["fields"])
        return {**bounds, "fields": fields, "add": settings.get("add", {})}

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        if self.min > self.max:
            return [("max", "bounds_reversed", {"minimum": str(self.min), "maximum": str(self.max)})]
        return []

    @property
    def most_posted(self) -> int:
        """All rows, each with a mark that it is there."""
        return self.max * (1 + sum(field.most_posted for field in self.fields))

    @cached_property
    def program(self) -> Program:
        """The logic of a row, compiled."""
        return program_of(self.fields, ITEM)

    @cached_property
    def _answered(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.asked)

    def read_posted(self, posted: Mapping[str, Sequence[str]], name: str, occasion: Occasion) -> Json:
        rows = [index for index in self.row_numbers(posted, name) if self._filled(posted, f"{name}.{index}")]
        if len(rows) > self.max:
            raise AnswerError("too_many_rows", maximum=str(self.max))
        if not rows and not self.min:
            return self.unanswered()
        if len(rows) < self.min:
            raise AnswerError("too_few_rows", minimum=str(self.min))
        return self._read(rows, posted, name, occasion)

    def _read(self, rows: list[int], posted: Mapping[str, Sequence[str]], name: str, occasion: Occasion) -> Json:
        read: list[Json] = []
        refused: list[tuple[str, AnswerError]] = []
        for index in rows:
            source = posted_source(posted, f"{name}.{index}.", occasion)
            outcome = run(self.program, source, occasion.facts, occasion)
            read.append(outcome.answers)
            refused += [(f"{index}.{field}", error) for field, error in outcome.refused]
        if refused:
            raise PartsRefused(refused)
        return read

    def row_numbers(self, posted: Iterable[str], name: str) -> list[int]:
        """The numbers of the rows whose parts are among the posted names, in order."""
        found: set[int] = set()
        for each in posted:
            if each.startswith(name) and each[len(name) : len(name) + 1] == ".":
                number = each[len(name) + 1 :].partition(".")[0]
                if number.isascii() and number.isdigit() and len(number) <= 4:
                    found.add(int(number))
        return sorted(found)

    def _filled(self, posted: Mapping[str, Sequence[str]], row: str) -> bool:
        return any(field.filled(posted, f"{row}.{field.id}") for field in self._answered)

    def posted_of(self, answer: Json, name: str) -> dict[str, Sequence[str]]:
        if answer is None:
            return {}
        if not isinstance(answer, list) or len(answer) > MAX_ROWS:
            raise AnswerError("wrong_type", expected="array")
        posted: dict[str, Sequence[str]] = {}
        for index, row in enumerate(answer):
            posted.update(self._posted_row(row, f"{name}.{index}"))
        return posted

    def _posted_row(self, row: Json, name: str) -> dict[str, Sequence[str]]:
        if not isinstance(row, dict) or not row.keys() <= {field.id for field in self.fields}:
            raise AnswerError("wrong_type", expected="object")
        posted: dict[str, Sequence[str]] = {}
        for field in self._answered:
            posted.update(field.posted_of(row.get(field.id), f"{name}.{field.id}"))
        return posted

    def reviewed(self, answer: Json, occasion: Occasion) -> Json:
        return [row.answers for row in self.row_outcomes(answer, occasion)] or None

    def row_outcomes(self, answer: Json, occasion: Occasion) -> list[Outcome]:
        """What conditions make of each row of an accepted answer."""
        rows = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
        return [run(self.program, kept_source(row, occasion), occasion.facts, occasion) for row in rows]

    def form_options(self, language: str, default_language: str) -> dict[str, Any]:
        return {"language": language, "default_language": default_language}

    def owns(self, rest: str) -> bool:
        number, _, name = rest.partition(".")
        first, _, inner = name.partition(".")
        if not (number.isascii() and number.isdigit() and len(number) <= 4):
            return False
        return any(field.id == first and (not inner or field.owns(inner)) for field in self.fields)

    def fact_kinds(self, path: str) -> dict[str, str]:
        inner = (field.fact_kinds(f"{path}.*.{field.id}") for field in self.fields)
        return {path: "list", f"{path}.*": "any"} | {name: kind for kinds in inner for name, kind in kinds.items()}

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": object_schema(self.fields), "maxItems": self.max}
