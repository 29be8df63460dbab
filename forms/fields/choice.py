"""One of several options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from forms.answer_error import AnswerError
from forms.fields.base import LABEL, Field, Occasion, Surroundings
from forms.text import Texts, localised
from forms.wtfields import ChoiceField
from rules.expression.json_types import Json

MAX_OPTIONS = 200
# More radio buttons than this are slower to read than a list that opens.
_RADIO_LIMIT = 7
OPTIONS = {
    "type": "array",
    "minItems": 1,
    "maxItems": MAX_OPTIONS,
    "title": "Options",
    "items": {
        "type": "object",
        "properties": {"value": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_.-]{0,59}$"}, "label": LABEL},
        "required": ["value", "label"],
        "additionalProperties": False,
    },
}


@dataclass(frozen=True)
class Option:
    """What is stored, and what is read on the page."""

    value: str
    label: Texts


@dataclass(frozen=True, kw_only=True, eq=False)
class WithOptions(Field):
    """What single and multiple choices share."""

    form_field = ChoiceField
    required_settings = ("options",)

    options: tuple[Option, ...]

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        options = tuple(Option(option["value"], option["label"]) for option in settings["options"])
        return {**super().own(settings, surroundings), "options": options}

    @cached_property
    def values(self) -> frozenset[str]:
        """What may be chosen."""
        return frozenset(option.value for option in self.options)

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        counted = Counter(option.value for option in self.options)
        twice = [("options", "duplicate_option", {"value": value}) for value, count in counted.items() if count > 1]
        missing = [
            (f"options[{place}].label", "text_missing", {"language": surroundings.default_language})
            for place, option in enumerate(self.options)
            if not option.label.get(surroundings.default_language, "").strip()
        ]
        return twice + missing

    def choices(self, language: str, default_language: str) -> list[tuple[str, str]]:
        return [(option.value, localised(option.label, language, default_language)) for option in self.options]

    def known(self, value: str) -> str:
        """The value itself, if it is one of the options."""
        if value not in self.values:
            raise AnswerError("choice_unknown")
        return value


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice(WithOptions):
    """Radio buttons, or a list where there are many; the answer is the option's value."""

    type = "choice"
    settings_schema: ClassVar = {
        "options": OPTIONS,
        "display": {"enum": ["radio", "list"], "title": "Shown as"},
    }

    display: str = ""

    def parse(self, value: str, occasion: Occasion) -> Json:
        return self.known(value)

    def answer_schema(self) -> dict[str, Any]:
        return {"enum": [option.value for option in self.options]}

    def control(self) -> str:
        if self.display:
            return "select" if self.display == "list" else "radio"
        return "select" if len(self.options) > _RADIO_LIMIT else "radio"
