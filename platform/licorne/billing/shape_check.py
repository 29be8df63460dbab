"""Whether JSON has the shape of `shape.InvoiceModel`: the checks of amounts may then rely on it."""

from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Literal, get_args, get_origin, get_type_hints, is_typeddict

from licorne.billing.errors import problem
from licorne.billing.shape import InvoiceModel
from rules.expression.problem import Problem


def mismatches(value: object, expected: object, place: str) -> Iterator[Problem]:
    """One problem per place where value and type part ways; a bool is no integer here."""
    origin, options = get_origin(expected), get_args(expected)
    if isinstance(expected, type) and is_typeddict(expected):
        yield from member_mismatches(value, expected, place)
    elif origin is list:
        yield from item_mismatches(value, options[0], place)
    elif origin is Literal:
        if value not in options:
            yield problem("model_shape", place)
    elif NoneType in options:
        if value is not None:
            yield from mismatches(value, options[0], place)
    elif type(value) is not expected:
        yield problem("model_shape", place)


def item_mismatches(value: object, expected: object, place: str) -> Iterator[Problem]:
    """A list and each of its items."""
    if not isinstance(value, list):
        yield problem("model_shape", place)
        return
    for index, item in enumerate(value):
        yield from mismatches(item, expected, f"{place}/{index}")


def member_mismatches(value: object, expected: type, place: str) -> Iterator[Problem]:
    """An object with exactly the keys of the type."""
    hints = get_type_hints(expected)
    if not isinstance(value, Mapping) or set(value) != set(hints):
        yield problem("model_shape", place)
        return
    for key, hint in hints.items():
        yield from mismatches(value[key], hint, f"{place}/{key}")


def shape_problems(model: object) -> list[Problem]:
    """Where a model is not of the shape that this version writes; empty where it is."""
    return list(mismatches(model, InvoiceModel, ""))
