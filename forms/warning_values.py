"""The values of a field that can make a difference to conditions: each stands for all that are treated alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from forms.fields.base import Field
from forms.fields.choice import WithOptions
from forms.fields.date import Date
from forms.fields.number import Bounded
from rules.expression.dates import as_date
from rules.expression.json_types import Json
from rules.expression.numbers import as_number, number_text
from rules.expression.tree import Constant, Leaf
from rules.expression.values import as_text

_SUBSETS_OF = 4


def candidates(field: Field, leaves: list[Leaf]) -> list[Json]:
    """Values of the field, no answer included."""
    constants = list(_constants(leaves))
    found: list[Json] = [None, *_values(field, constants)]
    return [value for place, value in enumerate(found) if value not in found[:place] or value is False]


def _values(field: Field, constants: list[Json]) -> Iterator[Json]:
    if field.kind == "boolean":
        yield from (True, False)
    elif field.kind == "list":
        yield from _lists(field, constants)
    elif isinstance(field, WithOptions):
        yield from (option.value for option in field.options)
    elif isinstance(field, Bounded):
        yield from _numbers(field, constants)
    elif isinstance(field, Date):
        yield from _days(constants)
    else:
        texts = [text for text in map(as_text, constants) if text]
        yield from (*texts, "".join((*texts, "other")))


def _constants(leaves: list[Leaf]) -> Iterator[Json]:
    for leaf in leaves:
        if isinstance(leaf.right, Constant):
            yield from leaf.right.value if isinstance(leaf.right.value, list) else [leaf.right.value]


def _lists(field: Field, constants: list[Json]) -> Iterator[Json]:
    offered = [option.value for option in field.options] if isinstance(field, WithOptions) else []
    named = [value for value in offered if value in constants][:_SUBSETS_OF]
    others = [value for value in offered if value not in constants][:1]
    for size in range(len(named) + 1):
        for chosen in combinations(named, size):
            if chosen:
                yield [*chosen]
            if others:
                yield [*chosen, *others]


def _numbers(field: Bounded, constants: list[Json]) -> Iterator[Json]:
    points = {field.minimum, field.maximum}
    for number in map(as_number, constants):
        if number is not None:
            step = 1 if field.decimals == 0 else type(number)(1).scaleb(-field.decimals)
            points |= {number - step, number, number + step}
    yield from (number_text(point) for point in sorted(points) if field.minimum <= point <= field.maximum)


def _days(constants: list[Json]) -> Iterator[Json]:
    days = [day for day in map(as_date, constants) if day is not None] or [date(2000, 1, 1)]
    near = {day + timedelta(days=step) for day in days if day.year not in (1, 9999) for step in (-1, 0, 1)}
    yield from (day.isoformat() for day in sorted(near))
