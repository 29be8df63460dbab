"""What a function of a formula is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rules.expression.json_types import Value
from rules.expression.scope import Scope

ANY = "any"


@dataclass(frozen=True)
class Function:
    """A named computation over values that are already there; where it has no result it gives None.

    `takes` names the data type of each argument, the last one stands for all that follow; `gives` is the type of the
    result. Both use the words of the operators, or `any`.
    """

    name: str
    least: int
    most: int
    takes: tuple[str, ...]
    gives: str
    apply: Callable[[list[Value], Scope], Value]
