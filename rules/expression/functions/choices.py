"""`if`, `coalesce` and `count`. All arguments are computed: nothing here can fail, so nothing needs to be put off."""

from __future__ import annotations

from decimal import Decimal

from rules.expression.functions.arithmetic import MANY, flat
from rules.expression.functions.function import ANY, Function
from rules.expression.json_types import Value
from rules.expression.operators.operator import BOOLEAN, NUMBER
from rules.expression.scope import Scope
from rules.expression.values import is_blank


def _if(values: list[Value], _: Scope) -> Value:
    otherwise = values[2] if len(values) > 2 else None
    return values[1] if values[0] is True else otherwise


def _coalesce(values: list[Value], _: Scope) -> Value:
    return next((value for value in values if not is_blank(value)), None)


def _count(values: list[Value], scope: Scope) -> Value:
    return Decimal(len(flat(values, scope)))


FUNCTIONS = (
    Function("if", 2, 3, (BOOLEAN, ANY), ANY, _if),
    Function("coalesce", 1, MANY, (ANY,), ANY, _coalesce),
    Function("count", 1, MANY, (ANY,), NUMBER, _count),
)
