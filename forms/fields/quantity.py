"""How many of something: pieces, hours, square metres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from forms.fields.base import LABEL, Surroundings
from forms.fields.number import BOUND, DECIMALS, Number
from forms.text import Texts


@dataclass(frozen=True, kw_only=True, eq=False)
class Quantity(Number):
    """A number with a unit that is read beside it; never below zero, so that no invoice line turns into a credit."""

    type = "quantity"
    settings_schema: ClassVar = {
        "min": {**BOUND, "minimum": 0, "pattern": BOUND["pattern"].replace("-?", ""), "title": "Smallest answer"},
        "max": {**BOUND, "minimum": 0, "pattern": BOUND["pattern"].replace("-?", ""), "title": "Largest answer"},
        "decimals": DECIMALS,
        "unit": {**LABEL, "title": "Unit"},
    }

    unit: Texts = field(default_factory=dict)

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        return {**super().own(settings, surroundings), "unit": settings.get("unit", {})}

    def statement(self) -> Texts:
        return self.unit
