"""What a text with merge tags consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from rules.expression.paths import ITEM, Path


@dataclass(frozen=True)
class Format:
    """`money`, or `default("x")` with its argument."""

    name: str
    argument: str | None


@dataclass(frozen=True)
class Tag:
    """`{{ invoice.total | money }}`; `place` is `line:column`."""

    path: Path
    formats: tuple[Format, ...]
    place: str

    @property
    def has_default(self) -> bool:
        """Whether the writer said what stands here when there is no value."""
        return any(used.name == "default" for used in self.formats)


@dataclass(frozen=True)
class If:
    """`{{#if path}}…{{else}}…{{/if}}`."""

    path: Path
    place: str
    then: tuple[Node, ...]
    otherwise: tuple[Node, ...]


@dataclass(frozen=True)
class Each:
    """`{{#each path}}…{{/each}}`."""

    path: Path
    place: str
    body: tuple[Node, ...]


Node: TypeAlias = str | Tag | If | Each


def paths_in(nodes: tuple[Node, ...], item: Path | None = None) -> Iterator[Path]:
    """Every path that the nodes name; inside `each`, `item.x` is told as `list.*.x`, so that it can be allow-listed."""
    for node in nodes:
        if isinstance(node, str):
            continue
        path = _absolute(node.path, item)
        yield path
        if isinstance(node, If):
            yield from paths_in(node.then + node.otherwise, item)
        elif isinstance(node, Each):
            yield from paths_in(node.body, (*path, "*"))


def _absolute(path: Path, item: Path | None) -> Path:
    return path if item is None or path[0] != ITEM else item + path[1:]
