"""A share of a hundred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from forms.fields.base import Surroundings
from forms.fields.number import BOUND, DECIMALS, Number


@dataclass(frozen=True, kw_only=True, eq=False)
class Percentage(Number):
    """From 0 to 100 with two places unless settings say otherwise; "20 %" is read as 20. The answer is "20"."""

    type = "percentage"
    settings_schema: ClassVar = {
        "min": {**BOUND, "title": "Smallest answer"},
        "max": {**BOUND, "title": "Largest answer"},
        "decimals": DECIMALS,
    }

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        bounds = {"maximum": Decimal(100), **super().own(settings, surroundings)}
        return {**bounds, "decimals": settings.get("decimals", 2)}

    def cleaned(self, value: str) -> str:
        return value.strip().removesuffix("%")

    def control(self) -> str:
        return "text"
