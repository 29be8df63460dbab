"""Public holidays of whole countries, by rule: fixed days, days around Easter (Meeus, Jones, Butcher), Nth weekdays of a month.

What only a part of a country keeps is not here, except for England and Wales, who stand for GB. Days that are moved because they
fall on a weekend are not: for working days it makes no difference but in GB, IE and US, where the Monday (or in the US the
Friday) is free instead, and counts.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

#: `MMDD`: a fixed day. `E+n`: n days after Easter Sunday. `MM#n`: the nth Monday of the month (-1 the last), with `/w` another
#: weekday (1 Monday … 7 Sunday). `~` before a fixed day: a day that is moved off the weekend. `@MMDD`: the Monday before that day.
_RULES: Final[dict[str, str]] = {
    "AT": "0101 0106 E+1 0501 E+39 E+50 E+60 0815 1026 1101 1208 1225 1226",
    "BE": "0101 E+1 0501 E+39 E+50 0721 0815 1101 1111 1225",
    "CH": "0101 E+39 0801 1225",
    "DE": "0101 E-2 E+1 0501 E+39 E+50 1003 1225 1226",
    "ES": "0101 0106 E-2 0501 0815 1012 1101 1206 1208 1225",
    "FR": "0101 E+1 0501 0508 E+39 E+50 0714 0815 1101 1111 1225",
    "GB": "~0101 E-2 E+1 05#1 05#-1 08#-1 ~1225 ~1226",
    "IE": "~0101 02#1 ~0317 E+1 05#1 06#1 08#1 10#-1 ~1225 ~1226",
    "IT": "0101 0106 E+1 0425 0501 0602 0815 1101 1208 1225 1226",
    "LU": "0101 E+1 0501 0509 E+39 E+50 0623 0815 1101 1225 1226",
    "NL": "0101 E+1 0427 E+39 E+50 1225 1226",
    "PT": "0101 E-2 0425 0501 E+60 0610 0815 1005 1101 1201 1208 1225",
    "US": "!0101 01#3 02#3 @0601 !0619 !0704 09#1 10#2 !1111 11#4/4 !1225",
}
#: Countries whose holidays are known, ISO 3166.
COUNTRIES: Final = tuple(_RULES)
_SATURDAY = 5


def is_holiday(day: date, country: str) -> bool:
    """Whether the whole country keeps the day; an unknown country keeps none."""
    return day in holidays(day.year, country)


def is_working_day(day: date, country: str = "") -> bool:
    """Monday to Friday, and no public holiday of the country."""
    return day.weekday() < _SATURDAY and not is_holiday(day, country)


@lru_cache(maxsize=512)
def holidays(year: int, country: str) -> frozenset[date]:
    """The country's holidays that fall into a year."""
    # A day of the next year may have been moved back into this one.
    return frozenset(day for at in (year, min(year + 1, 9999)) for day in _days(at, country) if day.year == year)


def _days(year: int, country: str) -> set[date]:
    found: set[date] = set()
    for rule in _RULES.get(country, "").split():
        day = _day(year, rule)
        if rule[0] in "~!":
            day = _moved(day, rule[0], found)
        found.add(day)
    return found


def _day(year: int, rule: str) -> date:
    if rule.startswith("E"):
        return easter(year) + timedelta(days=int(rule[1:]))
    if "#" in rule:
        return _nth(year, rule)
    fixed = rule.lstrip("~!@")
    day = date(year, int(fixed[:2]), int(fixed[2:]))
    return day - timedelta(days=(day.weekday() or 7)) if rule.startswith("@") else day


def _nth(year: int, rule: str) -> date:
    """`MM#n/w`: the nth such weekday of the month, counted from its end where n is below zero."""
    month, _, rest = rule.partition("#")
    number, _, weekday = rest.partition("/")
    wanted, count = int(weekday or 1) - 1, int(number)
    if count > 0:
        first = date(year, int(month), 1)
        return first + timedelta(days=(wanted - first.weekday()) % 7 + 7 * (count - 1))
    last = date(year + int(month) // 12, int(month) % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - wanted) % 7)


def _moved(day: date, how: str, taken: set[date]) -> date:
    """Off the weekend: onto the next free weekday; in the US (`!`) a Saturday goes to the Friday."""
    if how == "!" and day.weekday() == _SATURDAY:
        return day - timedelta(days=1)
    while day.weekday() >= _SATURDAY or day in taken:
        day += timedelta(days=1)
    return day


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    golden, century = year % 19, year // 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    full = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 100 % 4) % 7
    shift = epact + full - 7 * ((golden + 11 * epact + 22 * full) // 451) + 114
    return date(year, shift // 31, shift % 31 + 1)


def add_working_days(start: date, days: int, country: str = "") -> date | None:
    """So many working days after (or, below zero, before) a day; with 0 the day itself, or the next working day. None: calendar ends.

    "3 working days before" the Monday is the Wednesday.
    """
    step = timedelta(days=1 if days >= 0 else -1)
    left, day = abs(days), start
    try:
        while not left and not is_working_day(day, country):
            day += step
        while left:
            day += step
            left -= is_working_day(day, country)
    except OverflowError:
        return None
    return day
