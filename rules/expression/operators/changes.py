"""Whether a value is another one than before: nothing at all is a value here. The old value is a fact (`before.…`) or a constant."""

from __future__ import annotations

from typing import NamedTuple

from rules.expression.json_types import Value
from rules.expression.operators.operator import KINDS, Operand, Operator
from rules.expression.values import as_text
from rules.json_text import json_text


class _Held(NamedTuple):
    """A value that can be compared, whatever it is."""

    form: str


def _as_held(value: Value) -> _Held:
    """Texts, numbers and days by their text; lists with doubles and order; empty is like nothing."""
    if value is None or value == "" or value == []:
        return _Held("")
    text = as_text(value)
    return _Held(f"t{text}" if text is not None else f"j{json_text(value)}")


_VALUE = Operand("value", _as_held, KINDS)
OPERATORS = (
    Operator("same_as", KINDS, _as_held, _VALUE, lambda left, right, _: left == right),
    Operator("differs_from", KINDS, _as_held, _VALUE, lambda left, right, _: left != right),
)
