"""Timelines: entries gathered under the day that they happened on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from licorne.adapters import clock
from licorne.web.formats import long_day
from licorne.web.identity import member, zone_of
from licorne.web.states import Mark
from licorne.web.translate import _


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened. `tone` and `icon` draw its mark; `why_url` leads to the run that caused it."""

    at: datetime
    icon: str
    title: str
    tone: str = ""
    url: str = ""
    more: str = ""
    mark: Mark | None = None
    why_url: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one day, newest first."""

    title: str
    entries: list[Entry]


def by_day(entries: Iterable[Entry]) -> list[Day]:
    """Newest day first, in the organisation's time zone."""
    zone = zone_of(member())
    ordered = sorted(entries, key=lambda entry: entry.at, reverse=True)
    days = groupby(ordered, lambda entry: clock.date_in(entry.at, zone))
    return [Day(_title(day, clock.today(zone)), list(group)) for day, group in days]


def _title(day: date, today: date) -> str:
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return long_day(day)
