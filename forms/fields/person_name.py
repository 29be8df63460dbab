"""The name of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.fields.base import Field, Occasion, Surroundings
from forms.fields.compound import Compound
from forms.fields.text import Text
from rules.expression.json_types import Json

_SINGLE = "single"
_MAX_LENGTH = 120


@dataclass(frozen=True, kw_only=True, eq=False)
class PersonName(Compound):
    """`{"given", "family"}`, or with `format: "single"` one text: not every name has two parts."""

    type = "person_name"
    settings_schema: ClassVar = {"format": {"enum": ["parts", _SINGLE], "title": "Asked as"}}

    format: str = "parts"

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        form = settings.get("format", "parts")
        names = {"given": "given-name", "family": "family-name"}
        parts = tuple(
            Text(id=name, label=cls.named(name, surroundings), required=True, autocomplete=hint, max_length=_MAX_LENGTH)
            for name, hint in names.items()
        )
        return {"format": form, "parts": () if form == _SINGLE else parts}

    def read_posted(self, posted: Mapping[str, Sequence[str]], name: str, occasion: Occasion) -> Json:
        if self.format == _SINGLE:
            return self._single.read_posted(posted, name, occasion)
        return super().read_posted(posted, name, occasion)

    def filled(self, posted: Mapping[str, Sequence[str]], name: str) -> bool:
        return self._single.filled(posted, name) if self.format == _SINGLE else super().filled(posted, name)

    def posted_of(self, answer: Json, name: str) -> dict[str, Sequence[str]]:
        return self._single.posted_of(answer, name) if self.format == _SINGLE else super().posted_of(answer, name)

    @property
    def _single(self) -> Field:
        return Text(id=self.id, required=self.required, max_length=2 * _MAX_LENGTH)

    def fact_kinds(self, path: str) -> dict[str, str]:
        return {path: "text"} if self.format == _SINGLE else super().fact_kinds(path)

    def contact_value(self, attribute: str, answer: Json) -> str:
        return f"{answer['given']} {answer['family']}" if isinstance(answer, dict) else str(answer or "")

    def contact_posted(self, attribute: str, value: str, name: str) -> dict[str, Sequence[str]]:
        if self.format == _SINGLE or attribute != "name":
            return super().contact_posted(attribute, value, name)
        given, _, family = value.strip().partition(" ")  # a guess that the person looks at before it is sent
        return {f"{name}.given": [given], f"{name}.family": [family.strip()]}

    def answer_schema(self) -> dict[str, Any]:
        return self._single.answer_schema() if self.format == _SINGLE else super().answer_schema()
