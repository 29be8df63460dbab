"""What all fields share whose answer has several parts, each posted as `name.part`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from forms.answer_error import AnswerError, PartsRefused
from forms.fields.base import Field, Occasion, Surroundings
from forms.text import Texts
from forms.wtparts import PartsField
from rules.expression.json_types import Json

Values: TypeAlias = dict[str, Json]


@dataclass(frozen=True, kw_only=True, eq=False)
class Compound(Field):
    """Parts are fields themselves. The answer is an object that has every part, null where it was left out.

    The labels of parts are their names: the page's words come from the catalogue of the application.
    """

    form_field = PartsField
    kind = "any"
    # Parts that a page may fill in by itself: alone they are no answer.
    silent: ClassVar[frozenset[str]] = frozenset()

    parts: tuple[Field, ...]

    @staticmethod
    def named(name: str, surroundings: Surroundings) -> Texts:
        """The label of a part."""
        return {surroundings.default_language: name}

    def read_posted(self, posted: Mapping[str, Sequence[str]], name: str, occasion: Occasion) -> Json:
        if not self.filled(posted, name):
            return self.unanswered()
        values, refused = read_parts(self.parts, posted, name, occasion)
        if refused:
            raise PartsRefused(refused)
        return self.whole(values, occasion)

    @property
    def most_posted(self) -> int:
        return sum(part.most_posted for part in self.parts)

    def filled(self, posted: Mapping[str, Sequence[str]], name: str) -> bool:
        return any(part.filled(posted, f"{name}.{part.id}") for part in self.parts if part.id not in self.silent)

    def whole(self, values: Values, occasion: Occasion) -> Json:
        """The answer that acceptable parts make together."""
        return values

    def posted_of(self, answer: Json, name: str) -> dict[str, Sequence[str]]:
        if answer is None:
            return {}
        if not isinstance(answer, dict) or not answer.keys() <= {part.id for part in self.parts}:
            raise AnswerError("wrong_type", expected="object")
        posted: dict[str, Sequence[str]] = {}
        for part in self.parts:
            posted.update(part.posted_of(answer.get(part.id), f"{name}.{part.id}"))
        return posted

    def form_options(self, language: str, default_language: str) -> dict[str, Any]:
        return {"language": language, "default_language": default_language}

    def owns(self, rest: str) -> bool:
        return any(rest == part.id for part in self.parts)

    def fact_kinds(self, path: str) -> dict[str, str]:
        inner = (part.fact_kinds(f"{path}.{part.id}") for part in self.parts)
        return {path: self.kind} | {name: kind for kinds in inner for name, kind in kinds.items()}

    def answer_schema(self) -> dict[str, Any]:
        return object_schema(self.parts)


def read_parts(
    parts: Iterable[Field], posted: Mapping[str, Sequence[str]], name: str, occasion: Occasion
) -> tuple[Values, list[tuple[str, AnswerError]]]:
    """The acceptable parts and what is wrong with the others."""
    values: Values = {}
    refused: list[tuple[str, AnswerError]] = []
    for part in parts:
        try:
            values[part.id] = part.read_posted(posted, f"{name}.{part.id}", occasion)
        except AnswerError as error:
            refused.append((part.id, error))
    return values, refused


def object_schema(parts: Sequence[Field]) -> dict[str, Any]:
    """JSON Schema of an object of these answers, each of which may be null."""
    properties = {part.id: {"anyOf": [part.answer_schema(), {"type": "null"}]} for part in parts if part.answers}
    return {"type": "object", "properties": properties, "additionalProperties": False}
