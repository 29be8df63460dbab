"""Agreement to a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.answer_error import AnswerError
from forms.fields.base import TEXTS, Occasion, Surroundings
from forms.fields.yes_no import Ticked
from forms.text import Texts
from rules.expression.json_types import Json


@dataclass(frozen=True, kw_only=True, eq=False)
class Consent(Ticked):
    """A box that is never ticked beforehand (GDPR art. 4(11)); required means that it must be ticked.

    The wording is part of the form version, and so of every submission's proof.
    """

    type = "consent"
    settings_schema: ClassVar = {"text": {**TEXTS, "title": "Text agreed to"}}
    required_settings = ("text",)
    prefillable = False

    text: Texts

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        missing = [name for name in surroundings.languages if not self.text.get(name, "").strip()]
        return [("text", "text_missing", {"language": name}) for name in missing]

    def parse(self, value: str, occasion: Occasion) -> Json:
        return super().parse(value, occasion) or self.unanswered()

    def unanswered(self) -> Json:
        if self.required:
            raise AnswerError("consent_required")
        return False

    def statement(self) -> Texts:
        return self.text

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        return {"text": settings["text"]}
