"""How pages write money, days and instants: by the reader's language, in the organisation's time zone.

Days are written day first in both languages (24 Nov 2026): an American order would be read wrong in the countries that we serve.
"""

from datetime import date, datetime
from decimal import Decimal

from babel.core import get_global
from babel.dates import format_date
from babel.numbers import format_currency, format_percent
from babel.units import format_unit
from flask import Flask
from flask_babel import (
    format_datetime,
    format_decimal,
    format_time,
    get_locale,
    to_user_timezone,
)

from licorne.adapters import clock
from licorne.billing.decimals import price_text, rate_text
from licorne.web.translate import _


def register(app: Flask) -> None:
    """Makes the formats filters of the templates."""
    app.jinja_env.filters.update(
        money=money,
        day=day,
        short_day=short_day,
        long_day=long_day,
        moment=moment,
        clock=clock_time,
        second=second,
        initials=initials,
        amount=amount,
        took=took,
        price=price,
        rate=rate,
        size=size,
    )


def money(minor: int, currency: str) -> str:
    """€1,234.50 or 1 234,50 €, from minor units."""
    return format_currency(Decimal(minor).scaleb(-digits_of(currency)), currency, locale=get_locale())


def amount(text: str | Decimal, currency: str) -> str:
    """The same from an amount in major units, as JSON and forms hold it; more decimals than the currency has stay."""
    return format_currency(Decimal(text), currency, locale=get_locale(), decimal_quantization=False)


def digits_of(currency: str) -> int:
    """Digits after the point (ISO 4217): 2 for EUR, 0 for JPY."""
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


def price(scaled: int, currency: str) -> str:
    """A unit price of the catalogue, kept in 10⁻⁶ of the major unit; as many decimals as it has, at least the currency's."""
    return amount(price_text(scaled, digits_of(currency)), currency)


def rate(scaled: int) -> str:
    """A VAT rate, kept in 10⁻⁴ of a percent point: 20% or 20 %, as the language writes it."""
    return format_percent(Decimal(rate_text(scaled)) / 100, locale=get_locale(), decimal_quantization=False)


def day(value: date) -> str:
    """24 Nov 2026."""
    return format_date(value, "d MMM y", locale=get_locale())


def long_day(value: date) -> str:
    """Tuesday 24 November; the year only where it is not this one."""
    same_year = value.year == to_user_timezone(clock.now()).year
    return format_date(value, "EEEE d MMMM" if same_year else "EEEE d MMMM y", locale=get_locale())


def short_day(value: date) -> str:
    """24 Nov; with its year where it is not this one."""
    same_year = value.year == to_user_timezone(clock.now()).year
    return format_date(value, "d MMM" if same_year else "d MMM y", locale=get_locale())


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
        return _("%(number)s ms", number=milliseconds)
    if milliseconds < 60_000:
        return _("%(number)s s", number=format_decimal(Decimal(milliseconds) / 1000, "0.#"))
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return _("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=seconds)


def size(count: int) -> str:
    """So many bytes, in decimal units as disks have them: 55.9 kB, or 55,9 ko."""
    steps = ((1_000_000, "megabyte"), (1000, "kilobyte"), (1, "byte"))
    unit, name = next(step for step in steps if count >= step[0] or step[0] == 1)
    shown = (Decimal(count) / unit).quantize(Decimal("0.1")).normalize()
    return format_unit(shown, f"digital-{name}", length="short", locale=get_locale())


def initials(name: str) -> str:
    """Up to two letters for the round picture of a person or company."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[0], words[-1]) if word)[: min(2, len(words))].upper() if words else "?"
