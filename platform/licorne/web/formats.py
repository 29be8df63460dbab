"""How pages write money, days and instants: by the reader's language, in the organisation's time zone."""

from datetime import date, datetime
from decimal import Decimal

from babel.core import get_global
from babel.dates import format_skeleton
from flask import Flask
from flask_babel import format_currency, format_date, format_datetime, format_decimal, format_time, get_locale, gettext
from flask_babel import to_user_timezone

from licorne.adapters import clock


def register(app: Flask) -> None:
    """Makes the formats filters of the templates."""
    app.jinja_env.filters.update(
        money=money, day=day, short_day=short_day, long_day=long_day, moment=moment, clock=clock_time, second=second,
        initials=initials, amount=amount, took=took, quantity=quantity, percent=percent,
    )


def money(minor: int, currency: str) -> str:
    """€1,234.50 or 1 234,50 €, from minor units."""
    return str(format_currency(Decimal(minor).scaleb(-digits_of(currency)), currency))


def amount(text: str | Decimal, currency: str) -> str:
    """The same from an amount in major units, as JSON and forms hold it."""
    return str(format_currency(Decimal(text), currency))


def digits_of(currency: str) -> int:
    """Digits after the point (ISO 4217): 2 for EUR, 0 for JPY."""
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


def quantity(value: Decimal) -> str:
    """A quantity without idle zeros: 1, 2.5."""
    return str(format_decimal(value.normalize() if value else Decimal(0)))


def percent(value: Decimal) -> str:
    """A VAT rate: 20 % or 5.5 %, the space as the language wants it."""
    return gettext("%(number)s%%", number=quantity(value))


def day(value: date) -> str:
    """24 Nov 2026."""
    return str(format_date(value, "medium", rebase=False))


def long_day(value: date) -> str:
    """Tuesday 24 November; the year only where it is not this one."""
    same_year = value.year == to_user_timezone(clock.now()).year
    return str(format_skeleton("MMMMEEEEd" if same_year else "yMMMMEEEEd", value, locale=get_locale()))


def short_day(value: date) -> str:
    """24 Nov; with its year where it is not this one."""
    same_year = value.year == to_user_timezone(clock.now()).year
    return str(format_skeleton("MMMd" if same_year else "yMMMd", value, locale=get_locale()))


def moment(value: datetime) -> str:
    """24 Nov 2026, 09:12."""
    return f"{format_datetime(value, 'd MMM y')}, {clock_time(value)}"


def clock_time(value: datetime) -> str:
    """09:12."""
    return str(format_time(value, "HH:mm"))


def second(value: datetime) -> str:
    """09:12:03, for traces."""
    return str(format_time(value, "HH:mm:ss"))


def took(milliseconds: int) -> str:
    """A duration: 412 ms, 1.1 s, 5 min 8 s."""
    if milliseconds < 1000:
        return gettext("%(number)s ms", number=milliseconds)
    if milliseconds < 60_000:
        return gettext("%(number)s s", number=format_decimal(Decimal(milliseconds) / 1000, "0.#"))
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return gettext("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=seconds)


def initials(name: str) -> str:
    """Up to two letters for the round picture of a person or company."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[0], words[-1]) if word)[: min(2, len(words))].upper() if words else "?"
