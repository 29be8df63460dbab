"""What the bench tells: rows with a target each, as a table for people and as JSON for machines."""

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Literal

#: Two things are compared by turns, this many times; the row is the median.
TURNS = 3


@dataclass(frozen=True)
class Row:
    """One measured figure. `limit` is the target, on the side that `wanted` says; None for a figure without one.

    `samples` are the turns behind the median `value`; `detail` says what was compared, in absolute figures.
    """

    name: str
    what: str
    value: float
    unit: str
    wanted: Literal["at least", "at most"] = "at least"
    limit: float | None = None
    detail: str = ""
    samples: tuple[float, ...] = ()

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if self.limit is None:
            return None
        return self.value >= self.limit if self.wanted == "at least" else self.value <= self.limit


def by_turns(*measures: Callable[[], float]) -> list[tuple[float, ...]]:
    """`TURNS` figures of each measure, one after the other, so that a change of the machine's pace meets all alike."""
    turns = [tuple(measure() for measure in measures) for _ in range(TURNS)]
    return list(zip(*turns, strict=True))


def ratios(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...]:
    """The ratio of each turn."""
    return tuple(one / other for one, other in zip(above, below, strict=True))


def mid(samples: Sequence[float]) -> float:
    """The median."""
    return float(median(samples))


def table(rows: Sequence[Row]) -> str:
    """All rows as text."""
    cells = [("row", "what", "measured", "target", "", "detail"), *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    lines = [
        "  ".join((*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[5])) for line in cells
    ]
    return "\n".join([lines[0].rstrip(), "-" * (sum(widths) + 16), *lines[1:]])


def _cells(row: Row) -> tuple[str, str, str, str, str, str]:
    sign = "≥" if row.wanted == "at least" else "≤"
    target = f"{sign} {_figure(row.limit, row.unit)}" if row.limit is not None else ""
    verdict = {True: "reached", False: "MISSED", None: ""}[row.reached]
    return row.name, row.what, _figure(row.value, row.unit), target, verdict, row.detail


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:.{digits}f} {unit}"


def write(rows: Sequence[Row], path: Path) -> None:
    """All rows as JSON, with the machine that they were measured on."""
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    found = {"machine": machine, "rows": [{**asdict(row), "reached": row.reached} for row in rows]}
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
