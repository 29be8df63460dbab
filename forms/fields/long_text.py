"""Several lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from forms.characters import many_lines
from forms.fields.base import Field, Occasion
from forms.wtfields import TextAreaField
from rules.expression.json_types import Json


@dataclass(frozen=True, kw_only=True, eq=False)
class LongText(Field):
    """A message; line feeds and tabs are kept, CR LF becomes LF."""

    type = "long_text"
    input_type = "textarea"
    form_field = TextAreaField
    settings_schema: ClassVar = {
        "max_length": {"type": "integer", "minimum": 1, "maximum": 20000, "title": "Longest answer"}
    }

    max_length: int = 5000

    def parse(self, value: str, occasion: Occasion) -> Json:
        return many_lines(value, self.max_length) or self.unanswered()

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.max_length}

    def attributes(self, today: date) -> dict[str, str]:
        return {"maxlength": str(self.max_length)}
