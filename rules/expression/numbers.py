"""Numbers of the expression language: decimal fixed point, 18 digits before the point and 12 after it.

Fixed point, because the twin in TypeScript computes the same with BigInt, and because a bounded size makes `1e999999`
(39 s inside one C call) impossible rather than caught. Results are rounded half even to 12 places; what does not fit
is *no value*, never NaN or Infinity.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.expression.json_types import Value

DECIMALS = 12
_LIMIT = Decimal(10) ** 18
_STEP = Decimal(1).scaleb(-DECIMALS)
_SHAPE = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,12})?")
# 80 digits: a quotient of two such numbers cannot lie so near a tie that rounding twice differs from rounding once.
CONTEXT = Context(
    prec=80, rounding=ROUND_HALF_EVEN, Emin=-200, Emax=200, traps=[InvalidOperation, DivisionByZero, Overflow]
)


def as_number(value: Value) -> Decimal | None:
    """Read a computed number, a JSON integer or a decimal string; anything else is no number.

    Strict on purpose: no exponent, no `+`, no blanks, no `_`, ASCII digits only, and a boolean is not 1.
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        return CONTEXT.plus(Decimal(value)) if _SHAPE.fullmatch(value) else None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LIMIT:
        return Decimal(value)
    return None


def computed(operation: Callable[..., Decimal], *operands: Decimal) -> Decimal | None:
    """The result of a Context operation in fixed point; None where there is none (a division by zero, an overflow)."""
    try:
        return fixed(operation(*operands))
    except DecimalException:
        return None


def fixed(result: Decimal) -> Decimal | None:
    """Round to 12 places and refuse what needs more than 18 digits before the point."""
    rounded = CONTEXT.quantize(result, _STEP) if result.copy_abs() < _LIMIT else None
    return None if rounded is None or rounded.copy_abs() >= _LIMIT else rounded


def number_text(number: Decimal) -> str:
    """The one way to write a number: plain digits, no exponent, no trailing zeros, no negative zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
