"""What one evaluation may see and how much it may still spend."""

from __future__ import annotations

from typing import Any

from rules.expression.caps import BUDGET, TEXT_BYTES
from rules.expression.json_types import Facts, Json
from rules.expression.paths import ITEM
from rules.expression.problem import refuse


class Scope:
    """The facts of one event, the remaining budget of one rule, and what facts were read as so far.

    `seen` is a memory for compiled conditions: a thousand rules that compare the same answer parse it once.
    """

    __slots__ = ("facts", "seen", "units")

    def __init__(self, facts: Facts, units: int = BUDGET) -> None:
        self.facts = facts
        self.units = units
        self.seen: dict[str, Any] = {}

    def at(self, item: Json) -> Scope:
        """The same facts with `item` beside them; what is spent there, `settle` takes from here."""
        return Scope({**self.facts, ITEM: item}, self.units)

    def settle(self, inner: Scope) -> None:
        """Go on with what the scope of an item has left."""
        self.units = inner.units

    def charge(self, units: int) -> None:
        """Pay for work that grows with the data.

        Raises:
            Refused: `budget_spent`, the only way (with `text_too_long`) that a well-typed tree can fail.
        """
        self.units -= units
        if self.units < 0:
            raise refuse("budget_spent", limit=str(BUDGET))

    def text(self, text: str) -> str:
        """Pay for a text that was made and hold it to the cap (UTF-8 bytes)."""
        self.charge(len(text) // 16)
        if len(text) * 4 > TEXT_BYTES and len(text.encode("utf-8", "surrogatepass")) > TEXT_BYTES:
            raise refuse("text_too_long", limit=str(TEXT_BYTES))
        return text
