"""What JSON data looks like to the type checker, and what an expression works on."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""Plain data as `json.loads` makes it. Floats can occur, but no expression ever reads one as a number."""

Facts: TypeAlias = Mapping[str, Json]
"""The snapshot that an event offers to conditions, formulas and merge tags; `today` is an ISO date in it."""

Value: TypeAlias = "Json | Decimal | date"
"""What a formula works on: facts as they are, plus the numbers and dates that it computed."""
