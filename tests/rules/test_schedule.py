from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from rules.schedule import SCHEMA, caught_up, occurrences

_PARIS = "Europe/Paris"


def _days(settings: dict[str, Any], after: str, until: str) -> list[str]:
    Draft202012Validator(dict(SCHEMA)).validate({"at": "08:00", **settings})
    begin, end = (datetime.fromisoformat(f"{text}T12:00+00:00") for text in (after, until))
    return [day.isoformat() for day, _ in occurrences({"at": "08:00", **settings}, begin, end, _PARIS)]


@pytest.mark.parametrize(
    ("settings", "until", "days"),
    [
        ({"every": "day", "interval": 2, "from": "2026-01-01"}, "2026-01-06", ["2026-01-03", "2026-01-05"]),
        ({"every": "week", "weekdays": [1, 5]}, "2026-01-12", ["2026-01-02", "2026-01-05", "2026-01-09", "2026-01-12"]),
        ({"every": "week", "weekdays": [5], "interval": 2, "from": "2026-01-02"}, "2026-01-31", ["2026-01-02", "2026-01-16", "2026-01-30"]),
        ({"every": "month", "day": 31}, "2026-04-30", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ({"every": "month", "day": "last"}, "2026-03-01", ["2026-01-31", "2026-02-28"]),
        ({"every": "month", "day": "last_working_day", "country": "FR"}, "2026-04-01", ["2026-01-30", "2026-02-27", "2026-03-31"]),
        ({"every": "month", "interval": 3, "from": "2026-01-01"}, "2026-08-01", ["2026-04-01", "2026-07-01"]),
        ({"every": "working_day", "country": "FR"}, "2026-01-06", ["2026-01-02", "2026-01-05", "2026-01-06"]),
        ({"every": "day", "until": "2026-01-03"}, "2026-01-09", ["2026-01-02", "2026-01-03"]),
    ],
)  # fmt: skip
def test_a_schedule_is_due_on_its_days(settings: dict[str, Any], until: str, days: list[str]) -> None:
    assert _days(settings, "2026-01-01", until) == days


def test_the_hour_that_a_clock_change_leaves_out_is_the_first_after_it() -> None:
    begin, end = (datetime.fromisoformat(f"{text}T12:00+00:00") for text in ("2026-03-28", "2026-03-30"))
    found = [due.isoformat() for _, due in occurrences({"every": "day", "at": "02:30"}, begin, end, _PARIS)]
    assert found == ["2026-03-29T01:00:00+00:00", "2026-03-30T00:30:00+00:00"]


@given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)), st.lists(st.integers(1, 96), min_size=1, max_size=9))
def test_looking_often_or_seldom_finds_the_same(begin: datetime, hours: list[int]) -> None:
    settings = {"every": "day", "at": "02:30"}
    moments = [begin.timestamp() + 3600 * sum(hours[:n]) for n in range(len(hours) + 1)]
    at = [datetime.fromtimestamp(moment).astimezone() for moment in moments]
    often = [one for first, last in pairwise(at) for one in occurrences(settings, first, last, _PARIS)]
    assert often == list(occurrences(settings, at[0], at[-1], _PARIS))


def test_what_was_missed_is_made_up_for_as_the_rule_says() -> None:
    missed = [(date(2026, 1, day), datetime(2026, 1, day)) for day in (1, 2, 3)]
    assert [len(caught_up(missed, policy)) for policy in ("all", "latest", "none")] == [3, 1, 0]
    assert caught_up(missed, "latest") == missed[-1:]
    assert caught_up([], "latest") == []
