"""What follows from other answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from forms.currencies import currency_decimals
from forms.fields.base import Surroundings
from forms.fields.layout import Unasked
from forms.parsing import fixed
from rules.expression.dates import as_date
from rules.expression.json_types import Json, Value
from rules.expression.numbers import CONTEXT, as_number, computed, number_text
from rules.expression.values import as_text

_KINDS = {"number": "number", "money": "number", "date": "date", "text": "text"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Calculated(Unasked):
    """The value of `formula`, computed by the server whatever was posted. Amounts are rounded half up, as invoices are."""

    type = "calculated"
    input_type = "output"
    required_settings = ("formula",)
    settings_schema: ClassVar = {
        "formula": {"type": "object", "title": "Formula"},
        "format": {"enum": list(_KINDS), "title": "Shown as"},
        "decimals": {"type": "integer", "minimum": 0, "maximum": 6, "title": "Decimal places"},
    }

    formula: Json
    format: str = "number"
    decimals: int = 2

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        own = super().own(settings, surroundings)
        money = settings.get("format") == "money"
        return {**own, "decimals": currency_decimals(surroundings.currency)} if money else own

    def fact_kinds(self, path: str) -> dict[str, str]:
        return {path: _KINDS[self.format]}

    def written_value(self, value: Value) -> Json:
        """The formula's value as an answer; None where it is no value of that kind."""
        if self.format == "text":
            return as_text(value)
        if self.format == "date":
            day = as_date(value)
            return day.isoformat() if day else None
        number = as_number(value)
        return None if number is None else self._rounded(number)

    def _rounded(self, number: Decimal) -> str | None:
        step = Decimal(1).scaleb(-self.decimals)
        rounded = computed(lambda: number.quantize(step, rounding=ROUND_HALF_UP, context=CONTEXT))
        if rounded is None:
            return None
        return fixed(rounded, self.decimals) if self.format == "money" else number_text(rounded)
