"""Arithmetic. A missing number makes the result missing; `sum`, `min` and `max` pass over what is missing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from rules.expression.functions.function import ANY, Function
from rules.expression.json_types import Value
from rules.expression.numbers import CONTEXT, DECIMALS, as_number, computed
from rules.expression.operators.operator import NUMBER
from rules.expression.scope import Scope
from rules.expression.values import is_blank

MANY = 100
_ZERO = Decimal(0)


def _numbers(values: list[Value]) -> list[Decimal] | None:
    numbers = [number for number in map(as_number, values) if number is not None]
    return numbers if len(numbers) == len(values) else None


def _folding(operation: Callable[..., Decimal]) -> Callable[[list[Value], Scope], Value]:
    def apply(values: list[Value], _: Scope) -> Value:
        numbers = _numbers(values)
        if numbers is None:
            return None
        total: Decimal | None = numbers[0]
        for number in numbers[1:]:
            total = None if total is None else computed(operation, total, number)
        return total

    return apply


def flat(values: list[Value], scope: Scope) -> list[Value]:
    """The values with lists opened one level and what is blank left out."""
    found: list[Value] = []
    for value in values:
        found.extend(value if isinstance(value, list) else [value])
    scope.charge(len(found) * 4)  # each may become a decimal addition
    return [value for value in found if not is_blank(value)]


def _sum(values: list[Value], scope: Scope) -> Value:
    return _folding(CONTEXT.add)([_ZERO, *flat(values, scope)], scope)


def _choosing(choose: Callable[[list[Decimal]], Decimal]) -> Callable[[list[Value], Scope], Value]:
    def apply(values: list[Value], scope: Scope) -> Value:
        numbers = _numbers(flat(values, scope))
        return choose(numbers) if numbers else None

    return apply


def _round(values: list[Value], _: Scope) -> Value:
    number, places = as_number(values[0]), as_number(values[1]) if len(values) > 1 else _ZERO
    if number is None or places is None or places not in range(DECIMALS + 1):
        return None
    step = Decimal(1).scaleb(-int(places))
    return computed(lambda: number.quantize(step, rounding=ROUND_HALF_UP, context=CONTEXT))


def _percent(values: list[Value], scope: Scope) -> Value:
    product = _folding(CONTEXT.multiply)(values, scope)
    return computed(CONTEXT.divide, product, Decimal(100)) if isinstance(product, Decimal) else None


_NUMBERS = (NUMBER,)
FUNCTIONS = (
    Function("add", 2, MANY, _NUMBERS, NUMBER, _folding(CONTEXT.add)),
    Function("subtract", 2, 2, _NUMBERS, NUMBER, _folding(CONTEXT.subtract)),
    Function("multiply", 2, MANY, _NUMBERS, NUMBER, _folding(CONTEXT.multiply)),
    Function("divide", 2, 2, _NUMBERS, NUMBER, _folding(CONTEXT.divide)),
    Function("percent", 2, 2, _NUMBERS, NUMBER, _percent),
    Function("round", 1, 2, _NUMBERS, NUMBER, _round),
    Function("sum", 1, MANY, (ANY,), NUMBER, _sum),
    Function("min", 1, MANY, (ANY,), NUMBER, _choosing(min)),
    Function("max", 1, MANY, (ANY,), NUMBER, _choosing(max)),
)
