"""What an operator is: how it reads its two sides and what it asks of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rules.expression.json_types import Value
from rules.expression.scope import Scope

TEXT, NUMBER, DATE, BOOLEAN, LIST = "text", "number", "date", "boolean", "list"
KINDS = frozenset((TEXT, NUMBER, DATE, BOOLEAN, LIST))


@dataclass(frozen=True)
class Operand:
    """What stands on the right: `read` gives None for a value that does not fit.

    `kinds` are the data types that can give such a value. With `constant_only`, a fact or formula cannot stand there.
    """

    name: str
    read: Callable[[Value], Any]
    kinds: frozenset[str]
    constant_only: bool = False


@dataclass(frozen=True)
class Operator:
    """A comparison. `left` and `right.read` turn values into what `test` takes; where one gives None the answer is no.

    `looked_up` operators judge a fact by what is known about it elsewhere: without a right side, `test` gets the fact's name there.

    `Any`, because an operator's test receives exactly what its own two readers made.
    """

    name: str
    kinds: frozenset[str]
    left: Callable[[Value], Any]
    right: Operand | None
    test: Callable[[Any, Any, Scope], bool]
    looked_up: bool = False
