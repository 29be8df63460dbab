"""The formats of merge tags: how a value is written for a reader of English or French."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeGuard, cast, get_args

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, get_currency_symbol

from rules.expression.dates import as_date
from rules.expression.json_types import Facts, Json, Value
from rules.expression.merge_nodes import Format, Tag
from rules.expression.numbers import as_number
from rules.expression.paths import Missing, lookup
from rules.expression.problem import Refused, refuse
from rules.expression.values import as_text, is_blank

_ENGLISH = Locale("en", "GB")
LANGUAGES = ("en", "fr")
DateStyle = Literal["short", "medium", "long", "full"]
_CURRENCY = re.compile(r"[A-Z]{3}")
_TRUTHS = {"en": ("yes", "no"), "fr": ("oui", "non")}
_CURRENCY_PLACES = (("organisation", "currency"), ("form", "currency"))


@dataclass(frozen=True)
class Reader:
    """For whom a text is written: the facts around the tag and the locale."""

    facts: Facts
    locale: Locale


@lru_cache(maxsize=64)  # bounded: the name of a language can come from an answer
def locale_of(language: str) -> Locale:
    """The locale of `en`, `fr-CH` and the like; what we do not speak is written in English.

    Plain `en` is written the British way, "1 March 2026" and "€1,260.50" as on the documents: 3/1/26 would be read as the 3rd of January.
    """
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return _ENGLISH
    return _ENGLISH if locale.language not in LANGUAGES or str(locale) == "en" else locale


def formatted(tag: Tag, value: Json, reader: Reader) -> str:
    """The text that stands in the tag's place, not yet escaped.

    Raises:
        Refused: `format_mismatch` for a value that the format cannot write, `not_a_text` for an object.
    """
    current: Value = value
    for used in tag.formats:
        if current is not None or used.name == "default":
            current = FORMATS[used.name](current, used, tag, reader)
    return _plain(current, tag, reader)


def _plain(value: Value, tag: Tag, reader: Reader) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        yes, no = _TRUTHS[reader.locale.language]
        return yes if value else no
    if isinstance(value, list) and not any(isinstance(item, list) for item in value):
        return ", ".join(_plain(item, tag, reader) for item in value)
    text = as_text(value)
    if text is None:
        raise refuse("not_a_text", tag.place, tag=".".join(tag.path))
    return text


def _mismatch(tag: Tag, used: Format, value: Value) -> Refused:
    return refuse("format_mismatch", tag.place, tag=".".join(tag.path), format=used.name, value=str(value)[:80])


def _money(value: Value, used: Format, tag: Tag, reader: Reader) -> Value:
    amount, currency = as_number(value), used.argument or _currency(tag, reader.facts)
    if amount is None or currency is None:
        raise _mismatch(tag, used, value)
    return _money_text(amount, currency, reader.locale)


def _money_text(amount: Decimal, currency: str, locale: Locale) -> str:
    """With the no-break space that CLDR's currencySpacing asks for after letters ("CHF 12.30"), which Babel leaves out."""
    letters = locale.language == "en" and get_currency_symbol(currency, locale=locale)[-1].isalpha()
    return format_currency(amount, currency, "¤\u00a0#,##0.00" if letters else None, locale=locale)


def _currency(tag: Tag, facts: Facts) -> str | None:
    """The currency beside the amount (`invoice.currency` for `invoice.total`), else the organisation's or the form's."""
    places = ((*tag.path[:-1], "currency"), *_CURRENCY_PLACES)
    found = (lookup(facts, place) for place in places)
    return next((code for code in found if is_currency(code)), None)


def is_currency(code: Json | Missing) -> TypeGuard[str]:
    """Three capital letters (ISO 4217)."""
    return isinstance(code, str) and _CURRENCY.fullmatch(code) is not None


def _date(value: Value, used: Format, tag: Tag, reader: Reader) -> Value:
    day = as_date(value)
    if day is None:
        raise _mismatch(tag, used, value)
    return date_text(day, cast(DateStyle, used.argument or "long"), reader.locale)


def date_text(day: date, style: DateStyle, locale: Locale) -> str:
    """A day as people of this language write it."""
    return format_date(day, style, locale=locale)


def _number(value: Value, used: Format, tag: Tag, reader: Reader) -> Value:
    number = as_number(value)
    if number is None:
        raise _mismatch(tag, used, value)
    return format_decimal(number.normalize(), locale=reader.locale, decimal_quantization=False)


def _upper(value: Value, _: Format, tag: Tag, reader: Reader) -> Value:
    return _plain(value, tag, reader).upper()


def _lower(value: Value, _: Format, tag: Tag, reader: Reader) -> Value:
    return _plain(value, tag, reader).lower()


def _default(value: Value, used: Format, _: Tag, __: Reader) -> Value:
    return used.argument if is_blank(value) else value


FORMATS: dict[str, Callable[[Value, Format, Tag, Reader], Value]] = {
    "money": _money,
    "date": _date,
    "number": _number,
    "upper": _upper,
    "lower": _lower,
    "default": _default,
}


def argument_fits(name: str, argument: str | None) -> bool:
    """Whether a format of this name can have this argument (None: written without one)."""
    if name == "default":
        return argument is not None
    if argument is None:
        return True
    return is_currency(argument) if name == "money" else name == "date" and argument in get_args(DateStyle)
