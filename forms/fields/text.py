"""One line of text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from forms.characters import single_line
from forms.fields.base import Field, Occasion
from rules.expression.json_types import Json


@dataclass(frozen=True, kw_only=True, eq=False)
class Text(Field):
    """A name, a title, a reference: no line breaks, no control characters."""

    type = "text"
    settings_schema: ClassVar = {
        "max_length": {"type": "integer", "minimum": 1, "maximum": 1000, "title": "Longest answer"}
    }

    max_length: int = 200

    def parse(self, value: str, occasion: Occasion) -> Json:
        return single_line(value, self.max_length) or self.unanswered()

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.max_length}

    def attributes(self, today: date) -> dict[str, str]:
        return {"maxlength": str(self.max_length)}
