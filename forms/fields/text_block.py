"""A paragraph between questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.fields.base import TEXTS, Surroundings
from forms.fields.layout import Layout
from forms.text import Texts


@dataclass(frozen=True, kw_only=True, eq=False)
class TextBlock(Layout):
    """Plain text; blank lines part paragraphs. It is shown as text, never as HTML."""

    type = "text_block"
    input_type = "text_block"
    labelled = False
    required_settings = ("text",)
    settings_schema: ClassVar = {"text": {**TEXTS, "title": "Text"}}

    text: Texts

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        return {"text": settings["text"]}

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        default = surroundings.default_language
        if not self.text.get(default, "").strip():
            return [("text", "text_missing", {"language": default})]
        return []

    def statement(self) -> Texts:
        return self.text
