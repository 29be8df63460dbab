"""Charts as SVG: shapes stretch, words stand beside them in HTML (ui rule 7). A chart has a table with the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

#: The drawing's own units; it is stretched to its place.
WIDTH, HEIGHT = 1000, 200
_NICE = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in the drawing's units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars of one series, the line of another, and what stands at the axis from top to bottom."""

    bars: list[Bar]
    line: str
    ticks: list[int]


def plot(bars: Sequence[int], line: Sequence[int]) -> Plot:
    """Both series have one value per step, and one scale."""
    top = nice(max([*bars, *line, 1]))
    step = WIDTH / max(len(bars), 1)
    drawn = [
        Bar(
            round(place * step + step * 0.15, 2),
            round(HEIGHT - value / top * HEIGHT, 2),
            round(step * 0.7, 2),
            round(value / top * HEIGHT, 2),
        )
        for place, value in enumerate(bars)
    ]
    points = [f"{place * step + step / 2:.1f},{HEIGHT - value / top * HEIGHT:.1f}" for place, value in enumerate(line)]
    return Plot(drawn, " ".join(points), [top, top * 3 // 4, top // 2, top // 4, 0])


def nice(value: int) -> int:
    """The next round number that four steps divide: 4, 8, 20, 40, 80, 200 …"""
    size = 1
    while True:
        for factor in _NICE:
            if value <= factor * size * 4:
                return factor * size * 4
        size *= 10
