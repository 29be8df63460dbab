"""Saved views above a list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to one view of the list."""

    title: str
    url: str
    current: bool
    count: int | None


def tab(title: str, url: str, current: bool, count: int | None = None) -> Tab:
    """A view; its count only where it costs nothing to know."""
    return Tab(title, url, current, count)
