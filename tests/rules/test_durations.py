from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.durations import add_months, ends, next_opening, until
from rules.expression.holidays import COUNTRIES, add_working_days, easter, holidays, is_working_day
from rules.expression.problem import Refused

_PARIS = "Europe/Paris"


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("amount", "unit", "begin", "end"),
    [
        (90, "minutes", "2026-03-29T01:30+01:00", "2026-03-29T04:00+02:00"),
        (1, "days", "2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00"),
        (1, "days", "2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00"),
        (1, "months", "2026-01-31T09:00+01:00", "2026-02-28T09:00+01:00"),
        (1, "months", "2028-01-31T09:00+01:00", "2028-02-29T09:00+01:00"),
        (2, "weeks", "2026-03-20T09:00+01:00", "2026-04-03T09:00+02:00"),
        (3, "working_days", "2026-04-02T09:00+02:00", "2026-04-07T09:00+02:00"),
        (0, "days", "2026-04-02T09:00+02:00", "2026-04-02T09:00+02:00"),
    ],
)
def test_durations_follow_the_calendar_of_the_zone(amount: int, unit: str, begin: str, end: str) -> None:
    assert ends({"amount": amount, "unit": unit}, _at(begin), _PARIS) == _at(end)


def test_holidays_are_no_working_days() -> None:
    begin, three = _at("2026-04-02T09:00+02:00"), {"amount": 3, "unit": "working_days", "country": "FR"}
    assert ends(three, begin, _PARIS) == _at("2026-04-08T09:00+02:00")


def test_a_time_of_day_may_be_asked_for() -> None:
    two = {"amount": 2, "unit": "days", "at": "08:00"}
    assert ends(two, _at("2026-03-28T22:15+01:00"), _PARIS) == _at("2026-03-30T08:00+02:00")


def test_a_date_is_waited_for_before_and_after_it() -> None:
    aim: dict[str, Any] = {"date": "2026-05-04", "offset": -3, "unit": "working_days", "country": "FR"}
    assert until(aim, _PARIS) == (date(2026, 4, 28), _at("2026-04-28T08:00+02:00"))
    assert until({"date": "2026-01-31", "offset": 1, "unit": "months", "at": "18:30"}, _PARIS) == (
        date(2026, 2, 28),
        _at("2026-02-28T18:30+01:00"),
    )


@pytest.mark.parametrize(
    ("aim", "code"),
    [
        ({"date": None}, "not_a_day"),
        ({"date": "soon"}, "not_a_day"),
        ({"date": "9999-12-31", "offset": 9}, "calendar_ends"),
    ],
)
def test_what_is_no_day_is_refused(aim: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        until(aim, _PARIS)
    assert refused.value.problems[0].code == code


@pytest.mark.parametrize("amount", [None, "x", "1.5", -1, 100_001])
def test_what_is_no_duration_is_refused(amount: Any) -> None:
    with pytest.raises(Refused):
        ends({"amount": amount, "unit": "days"}, _at("2026-01-01T00:00+00:00"), _PARIS)


def test_hours_let_pass_what_falls_into_them_and_put_off_the_rest() -> None:
    hours: dict[str, Any] = {"from": "08:00", "until": "18:00", "weekdays": [1, 2, 3, 4, 5], "country": "FR"}
    open_now = _at("2026-04-02T09:00+02:00")
    assert next_opening(hours, open_now, _PARIS) == open_now
    assert next_opening(hours, _at("2026-04-02T07:00+02:00"), _PARIS) == _at("2026-04-02T08:00+02:00")
    assert next_opening(hours, _at("2026-04-03T18:00+02:00"), _PARIS) == _at("2026-04-07T08:00+02:00")


def test_hours_may_go_over_midnight() -> None:
    night: dict[str, Any] = {"from": "22:00", "until": "06:00", "weekdays": [5]}
    saturday = _at("2026-04-04T05:00+02:00")
    assert next_opening(night, saturday, _PARIS) == saturday
    assert next_opening(night, _at("2026-04-04T06:00+02:00"), _PARIS) == _at("2026-04-10T22:00+02:00")


def test_easter_is_where_the_church_has_it() -> None:
    assert [easter(year) for year in (1961, 2000, 2024, 2026, 2038)] == [
        date(1961, 4, 2),
        date(2000, 4, 23),
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2038, 4, 25),
    ]


@pytest.mark.parametrize(
    ("country", "year", "days"),
    [
        ("FR", 2026, "0101 0406 0501 0508 0514 0525 0714 0815 1101 1111 1225"),
        ("DE", 2026, "0101 0403 0406 0501 0514 0525 1003 1225 1226"),
        ("GB", 2022, "0103 0415 0418 0502 0530 0829 1226 1227"),
        ("GB", 2021, "0101 0402 0405 0503 0531 0830 1227 1228"),
        ("US", 2021, "0101 0118 0215 0531 0618 0705 0906 1011 1111 1125 1224 1231"),
        ("CH", 2026, "0101 0514 0801 1225"),
        ("XX", 2026, ""),
    ],
)
def test_the_holidays_of_a_year(country: str, year: int, days: str) -> None:
    assert sorted(f"{day:%m%d}" for day in holidays(year, country)) == days.split()


_DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(_DAYS, st.integers(1, 60), st.sampled_from(["", *COUNTRIES]))
def test_so_many_working_days_lie_between(day: date, count: int, country: str) -> None:
    end = add_working_days(day, count, country)
    assert end is not None
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(is_working_day(one, country) for one in between) == count
    assert is_working_day(end, country)


@given(_DAYS, st.integers(-600, 600))
def test_months_keep_the_day_or_take_the_last(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1
