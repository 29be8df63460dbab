"""Equalities at the top of a condition: what an index can look up instead of asking rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from rules.expression.json_types import Facts, Value
from rules.expression.numbers import as_number
from rules.expression.paths import Path, getter
from rules.expression.tree import Condition, Constant, Fact, Group, Leaf
from rules.expression.values import as_boolean, as_text, as_texts

Key: TypeAlias = str | bool | Decimal | None
Reading: TypeAlias = Literal["text", "boolean", "number"]
MOST_VALUES = 50


@dataclass(frozen=True)
class Column:
    """A fact and how it is read; the same fact as text and as number are two columns."""

    path: Path
    reading: Reading

    def reader(self) -> Callable[[Facts], Key]:
        """A function from facts to the key under which rules stand."""
        read, convert = getter(self.path), _CONVERSIONS[self.reading]
        return lambda facts: convert(read(facts))


_CONVERSIONS: dict[Reading, Callable[[Value], Key]] = {"text": as_text, "boolean": as_boolean, "number": as_number}


@dataclass(frozen=True)
class Equality:
    """The condition `leaf` is true exactly where the column holds one of the values."""

    column: Column
    values: frozenset[str | bool | Decimal]
    leaf: Leaf


def conjuncts(condition: Condition) -> Iterator[Condition]:
    """The conditions that all must be true, nested `all` groups opened."""
    if isinstance(condition, Group) and condition.kind == "all":
        for item in condition.items:
            yield from conjuncts(item)
    else:
        yield condition


def equality_of(condition: Condition) -> Equality | None:
    """The equality that the condition is, if it is one."""
    if not isinstance(condition, Leaf) or not isinstance(condition.left, Fact):
        return None
    reading, values = _values(condition)
    if not values or len(values) > MOST_VALUES:
        return None
    return Equality(Column(condition.left.path, reading), values, condition)


def _values(leaf: Leaf) -> tuple[Reading, frozenset[str | bool | Decimal]]:
    if leaf.operator in ("is_true", "is_false"):
        return "boolean", frozenset((leaf.operator == "is_true",))
    if not isinstance(leaf.right, Constant):
        return "text", frozenset()
    if leaf.operator == "is_one_of":
        return "text", frozenset(as_texts(leaf.right.value) or ())
    if leaf.operator == "equals":
        return "number", _only(as_number(leaf.right.value))
    return "text", _only(as_text(leaf.right.value) if leaf.operator == "is" else None)


def _only(value: str | Decimal | None) -> frozenset[str | bool | Decimal]:
    return frozenset(() if value is None else (value,))
