"""Functions on texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from rules.expression.functions.arithmetic import MANY
from rules.expression.functions.function import ANY, Function
from rules.expression.json_types import Value
from rules.expression.operators.operator import NUMBER, TEXT
from rules.expression.scope import Scope
from rules.expression.values import as_text

_BLANKS = " \t\n\r\u00a0"


def _pieces(values: list[Value], scope: Scope) -> Iterator[str]:
    for value in values:
        if isinstance(value, list):
            scope.charge(len(value))
            yield ", ".join(text for text in map(as_text, value) if text is not None)
        else:
            yield as_text(value) or ""


def _concat(values: list[Value], scope: Scope) -> Value:
    joined = ""
    for piece in _pieces(values, scope):
        joined = scope.text(joined + piece)
    return joined


def _changing(change: Callable[[str], str]) -> Callable[[list[Value], Scope], Value]:
    def apply(values: list[Value], scope: Scope) -> Value:
        text = as_text(values[0])
        return None if text is None else scope.text(change(text))

    return apply


def _length(values: list[Value], _: Scope) -> Value:
    text = as_text(values[0])
    return None if text is None else Decimal(len(text))


FUNCTIONS = (
    Function("concat", 1, MANY, (ANY,), TEXT, _concat),
    Function("lower", 1, 1, (TEXT,), TEXT, _changing(str.lower)),
    Function("upper", 1, 1, (TEXT,), TEXT, _changing(str.upper)),
    Function("trim", 1, 1, (TEXT,), TEXT, _changing(lambda text: text.strip(_BLANKS))),
    Function("length", 1, 1, (TEXT,), NUMBER, _length),
)
