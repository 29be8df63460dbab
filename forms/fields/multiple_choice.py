"""Any number of several options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.answer_error import AnswerError
from forms.fields.base import Occasion, Surroundings
from forms.fields.choice import MAX_OPTIONS, OPTIONS, WithOptions
from rules.expression.json_types import Json

_COUNT = {"type": "integer", "minimum": 0, "maximum": MAX_OPTIONS}


@dataclass(frozen=True, kw_only=True, eq=False)
class MultipleChoice(WithOptions):
    """Check boxes; the answer lists the chosen values in the order of the options, each once."""

    type = "multiple_choice"
    input_type = "checkboxes"
    kind = "list"
    contact_attributes = frozenset()
    settings_schema: ClassVar = {
        "options": OPTIONS,
        "min_choices": {**_COUNT, "title": "Fewest choices"},
        "max_choices": {**_COUNT, "title": "Most choices"},
    }

    min_choices: int = 0
    max_choices: int = MAX_OPTIONS

    @property
    def most_posted(self) -> int:
        return len(self.options)

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        problems = super().contradictions(surroundings)
        most = min(self.max_choices, len(self.options))
        if self.min_choices > most:
            problems.append(
                ("min_choices", "bounds_reversed", {"minimum": str(self.min_choices), "maximum": str(most)})
            )
        return problems

    def read(self, raw: Sequence[str], occasion: Occasion) -> Json:
        chosen = {self.known(value) for value in raw[: MAX_OPTIONS + 1] if value}
        if len(raw) > MAX_OPTIONS or len(chosen) > self.max_choices:
            raise AnswerError("too_many_choices", maximum=str(min(self.max_choices, len(self.options))))
        if not chosen:
            return self.unanswered()
        if len(chosen) < self.min_choices:
            raise AnswerError("too_few_choices", minimum=str(self.min_choices))
        return [option.value for option in self.options if option.value in chosen]

    def raw_of(self, answer: Json) -> Sequence[str]:
        if answer is None:
            return ()
        values = [item for item in answer if isinstance(item, str)] if isinstance(answer, list) else None
        if values is None or values != answer:
            raise AnswerError("wrong_type", expected="array")
        return values

    def answer_schema(self) -> dict[str, Any]:
        items = {"enum": [option.value for option in self.options]}
        return {"type": "array", "items": items, "maxItems": MAX_OPTIONS}
