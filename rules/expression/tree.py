"""The typed tree of conditions and formulas. `place` is a JSON pointer for messages and counts in no comparison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal as OneOf
from typing import TypeAlias

from rules.expression.json_types import Json
from rules.expression.paths import ITEM, Path

GroupKind: TypeAlias = OneOf["all", "any", "none"]


@dataclass(frozen=True)
class Constant:
    """`{"value": …}`: a scalar or a flat list of scalars, taken as it is."""

    value: Json
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Fact:
    """`{"fact": "answers.pages"}`."""

    path: Path
    place: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The path as it is written."""
        return ".".join(self.path)


@dataclass(frozen=True)
class Call:
    """`{"call": "add", "args": […]}`."""

    function: str
    arguments: tuple[Formula, ...]
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Leaf:
    """One comparison. `right` is None for an operator without an operand."""

    left: Formula
    operator: str
    right: Formula | None
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Group:
    """`all` of nothing is true, `any` of nothing is false, `none` of nothing is true."""

    kind: GroupKind
    items: tuple[Condition, ...]
    place: str = field(default="", compare=False)


Condition: TypeAlias = Group | Leaf
Formula: TypeAlias = Constant | Fact | Call | Group | Leaf
ALWAYS = Group("all", ())


def children(node: Formula) -> tuple[Formula, ...]:
    """The nodes directly below, in reading order."""
    if isinstance(node, Group):
        return node.items
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Leaf):
        return (node.left,) if node.right is None else (node.left, node.right)
    return ()


def seen_from(node: Formula, item: Path) -> Formula:
    """The tree with what it says about `item` told as what it says about the elements of a list (`answers.rows.*`)."""
    if isinstance(node, Fact):
        return Fact(item + node.path[1:], node.place) if node.path[0] == ITEM else node
    if isinstance(node, Call):
        return replace(node, arguments=tuple(seen_from(argument, item) for argument in node.arguments))
    return node if isinstance(node, Constant) else seen_condition(node, item)


def seen_condition(node: Condition, item: Path) -> Condition:
    """The same for a condition."""
    if isinstance(node, Group):
        return replace(node, items=tuple(seen_condition(one, item) for one in node.items))
    right = None if node.right is None else seen_from(node.right, item)
    return replace(node, left=seen_from(node.left, item), right=right)


def facts_in(node: Formula) -> Iterator[Fact]:
    """Every fact that the tree reads, in reading order, repeats included."""
    if isinstance(node, Fact):
        yield node
    for child in children(node):
        yield from facts_in(child)
