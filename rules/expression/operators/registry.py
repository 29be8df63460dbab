"""Every operator by its name."""

from __future__ import annotations

from rules.expression.operators import (
    blanks,
    calendar_days,
    changes,
    days,
    lists,
    past,
    quantities,
    ranges,
    texts,
    truths,
)
from rules.expression.operators.operator import Operator

OPERATORS: dict[str, Operator] = {
    operator.name: operator
    for module in (texts, quantities, days, calendar_days, ranges, truths, lists, blanks, changes, past)
    for operator in module.OPERATORS
}
