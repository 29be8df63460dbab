"""Every function by its name."""

from __future__ import annotations

from rules.expression.functions import arithmetic, calendar_days, choices, picking, writing
from rules.expression.functions.function import Function

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for module in (arithmetic, writing, calendar_days, choices, picking)
    for function in module.FUNCTIONS
}
