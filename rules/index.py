"""A table of entries by what their equalities ask of the facts; a look-up costs what is found, not what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod
from typing import Generic, TypeVar

from rules.equality import Column, Equality, Key
from rules.expression.json_types import Facts

_Entry = TypeVar("_Entry")
MOST_COPIES = 100


class EqualityTable(Generic[_Entry]):
    """Entries grouped by the columns that they ask about; each group is a dictionary by the columns' values."""

    def __init__(self, entries: Iterable[tuple[Sequence[Equality], _Entry]]) -> None:
        columns: dict[Column, int] = {}
        groups: dict[tuple[int, ...], dict[tuple[Key, ...], list[_Entry]]] = {}
        for equalities, entry in entries:
            ordered = sorted(equalities, key=lambda equality: columns.setdefault(equality.column, len(columns)))
            group = groups.setdefault(tuple(columns[equality.column] for equality in ordered), {})
            for key in product(*(equality.values for equality in ordered)):
                group.setdefault(key, []).append(entry)
        self._readers = tuple(column.reader() for column in columns)
        self._groups = tuple(groups.items())

    def find(self, facts: Facts) -> Iterator[list[_Entry]]:
        """The entries all of whose equalities hold."""
        values = [read(facts) for read in self._readers]
        for places, group in self._groups:
            found = group.get(tuple([values[place] for place in places]))
            if found:
                yield found


def indexable(equalities: Iterable[Equality]) -> list[Equality]:
    """At most one equality a column, as many as keep an entry from standing at more than 100 keys."""
    chosen: dict[Column, Equality] = {}
    for equality in equalities:
        copies = prod(len(one.values) for one in chosen.values()) * len(equality.values)
        if equality.column not in chosen and copies <= MOST_COPIES:
            chosen[equality.column] = equality
    return list(chosen.values())
