"""An amount in the form's currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from forms.currencies import currency_decimals
from forms.fields.base import Surroundings
from forms.fields.number import BOUND, Bounded
from forms.parsing import fixed


@dataclass(frozen=True, kw_only=True, eq=False)
class Money(Bounded):
    """Major units, with all the minor digits of the currency: "1234.50" for EUR, "1235" for JPY."""

    type = "money"
    settings_schema: ClassVar = {
        "min": {**BOUND, "title": "Smallest amount"},
        "max": {**BOUND, "title": "Largest amount"},
    }

    currency: str

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        decimals = currency_decimals(surroundings.currency)
        return {**super().own(settings, surroundings), "decimals": decimals, "currency": surroundings.currency}

    def written(self, value: Decimal) -> str:
        return fixed(value, self.decimals)

    def attributes(self, today: date) -> dict[str, str]:
        return {"inputmode": "decimal"}
