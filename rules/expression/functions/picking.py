"""`pluck` and `entry`: into lists of objects and objects, by keys of plain data, never by attributes."""

from __future__ import annotations

from rules.expression.functions.function import ANY, Function
from rules.expression.json_types import Json, Value
from rules.expression.operators.operator import LIST, TEXT
from rules.expression.paths import Missing, Path, lookup, parse_path
from rules.expression.scope import Scope


def _pluck(values: list[Value], scope: Scope) -> Value:
    """The same part of every row, so that `sum` can add it up; rows without it give none."""
    items, path = values[0], _path(values[1])
    if not isinstance(items, list) or path is None:
        return None
    scope.charge(len(items) * len(path))
    return [_found(item, path) for item in items]


def _entry(values: list[Value], scope: Scope) -> Value:
    """The part of an object whose name is itself a value: the price of the product that was chosen."""
    found = values[0]
    for name in values[1:]:
        path = _path(name)
        if path is None or not isinstance(found, dict | list):
            return None
        scope.charge(len(path))
        found = _found(found, path)
    return found


def _path(value: Value) -> Path | None:
    return parse_path(value) if isinstance(value, str) else None


def _found(item: Json, path: Path) -> Json:
    found = lookup({"item": item}, ("item", *path))
    return None if isinstance(found, Missing) else found


FUNCTIONS = (
    Function("pluck", 2, 2, (LIST, TEXT), LIST, _pluck),
    Function("entry", 2, 4, (ANY, TEXT), ANY, _entry),
)
