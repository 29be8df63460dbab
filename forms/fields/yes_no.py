"""Yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forms.answer_error import AnswerError
from forms.fields.base import Field, Occasion
from forms.wtfields import TickField
from rules.expression.json_types import Json

_WORDS = {"yes": True, "on": True, "true": True, "1": True, "no": False, "off": False, "false": False, "0": False}


@dataclass(frozen=True, kw_only=True, eq=False)
class Ticked(Field):
    """What boxes that are ticked or not share: browsers post nothing for an empty box, so nothing means no."""

    input_type = "checkbox"
    kind = "boolean"
    contact_attributes = frozenset()
    form_field = TickField

    def parse(self, value: str, occasion: Occasion) -> Json:
        answer = _WORDS.get(value)
        if answer is None:
            raise AnswerError("yes_no_unknown")
        return answer

    def raw_of(self, answer: Json) -> Sequence[str]:
        if answer is None:
            return ()
        if isinstance(answer, bool):
            return ("yes" if answer else "no",)
        raise AnswerError("wrong_type", expected="boolean")

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, kw_only=True, eq=False)
class YesNo(Ticked):
    """A box to tick. A required one is asked as two buttons, because an empty box cannot tell "no" from silence."""

    type = "yes_no"

    def unanswered(self) -> Json:
        if self.required:
            raise AnswerError("required")
        return False

    def control(self) -> str:
        return "buttons" if self.required else "checkbox"

    def choices(self, language: str, default_language: str) -> list[tuple[str, str]]:
        """The page's words for yes and no come from the catalogue of the application, so the texts are the values."""
        return [("yes", "yes"), ("no", "no")] if self.required else []
