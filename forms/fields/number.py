"""A number: pages, hours, square metres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from forms.answer_error import AnswerError
from forms.fields.base import PLAIN_NUMBER, Field, Occasion, Surroundings
from forms.parsing import MAX_DIGITS, parse_number
from rules.expression.json_types import Json
from rules.expression.numbers import number_text

# Beyond this, quantity × price would leave the 64-bit integers of the invoice.
LIMIT = Decimal(10**9)
DECIMALS = {"type": "integer", "minimum": 0, "maximum": 4, "title": "Decimal places"}
BOUND: dict[str, Any] = {"type": ["integer", "string"], "minimum": -(10**9), "maximum": 10**9, "pattern": PLAIN_NUMBER}


@dataclass(frozen=True, kw_only=True, eq=False)
class Bounded(Field):
    """What numbers and amounts share. Without `min` nothing below zero is taken."""

    kind = "number"
    contact_attributes = frozenset()

    minimum: Decimal = Decimal(0)
    maximum: Decimal = LIMIT
    decimals: int = 0

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        names = {"minimum": "min", "maximum": "max"}
        return {name: Decimal(str(settings[key])) for name, key in names.items() if key in settings}

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        if abs(self.minimum) > LIMIT or abs(self.maximum) > LIMIT:
            return [("max", "setting_above_maximum", {"maximum": number_text(LIMIT)})]
        if self.minimum > self.maximum:
            return [
                ("max", "bounds_reversed", {"minimum": number_text(self.minimum), "maximum": number_text(self.maximum)})
            ]
        return []

    def bounded(self, value: Decimal) -> Decimal:
        """The value itself, if the field's bounds admit it."""
        if value < self.minimum:
            raise AnswerError("below_minimum", minimum=self.written(self.minimum))
        if value > self.maximum:
            raise AnswerError("above_maximum", maximum=self.written(self.maximum))
        return value

    def written(self, value: Decimal) -> str:
        """The canonical text of an answer of this type."""
        return number_text(value)

    def parse(self, value: str, occasion: Occasion) -> Json:
        return self.written(self.bounded(parse_number(self.cleaned(value), occasion.language, self.decimals)))

    def cleaned(self, value: str) -> str:
        """What was typed, without a sign that only says what kind of number it is."""
        return value

    def raw_of(self, answer: Json) -> Sequence[str]:
        # An integer is exact; a JSON fraction went through a binary float and is refused.
        if isinstance(answer, int) and not isinstance(answer, bool):
            if abs(answer) >= 10**MAX_DIGITS:
                raise AnswerError("too_many_digits", maximum=str(MAX_DIGITS))
            return (str(answer),)
        return super().raw_of(answer)

    def answer_schema(self) -> dict[str, Any]:
        places = f"(\\.[0-9]{{1,{self.decimals}}})?" if self.decimals else ""
        return {"type": ["string", "integer"], "pattern": f"^-?[0-9]{{1,20}}{places}$"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Number(Bounded):
    """Whole by default; `decimals` places at most. The answer is a decimal string without superfluous zeros."""

    type = "number"
    settings_schema: ClassVar = {
        "min": {**BOUND, "title": "Smallest answer"},
        "max": {**BOUND, "title": "Largest answer"},
        "decimals": DECIMALS,
    }

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        return {**super().own(settings, surroundings), "decimals": settings.get("decimals", 0)}

    def control(self) -> str:
        # A number input writes a point in every language, so fractions are typed as text.
        return "text" if self.decimals else "number"

    def attributes(self, today: date) -> dict[str, str]:
        if self.decimals:
            return {"inputmode": "decimal"}
        bounds = {"min": number_text(self.minimum), "max": number_text(self.maximum)}
        return {"inputmode": "numeric", "step": "1", **bounds}
