"""Strict readers of numbers and amounts as people type them.

Python's own constructors accept Arabic digits, underscores, exponents, NaN and Infinity, and `int(Decimal("1e999999"))`
holds a processor for half a minute. Here a number is ASCII digits, one decimal mark, one kind of group separator, and
at most twenty digits: everything else is refused before any arithmetic.

The language decides what a lone comma or point means ("1,234" is a thousand in English, a fraction in French); where
it cannot decide, the number is refused instead of guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol

from forms.answer_error import AnswerError
from forms.currencies import currency_decimals

MAX_DIGITS = 20
# Twenty digits, their groups, sign, mark, and some spaces that a paste may bring.
_MAX_CHARACTERS = 48
_SPACES = " \u00a0\u2009\u202f"
# One kind of separator per number: the back-reference refuses "1 234'567".
_SHAPE = {
    ".": re.compile(rf"([0-9]+|[0-9]{{1,3}}([{_SPACES}'’,])[0-9]{{3}}(?:\2[0-9]{{3}})*)(?:\.([0-9]+))?"),
    ",": re.compile(rf"([0-9]+|[0-9]{{1,3}}([{_SPACES}'’.])[0-9]{{3}}(?:\2[0-9]{{3}})*)(?:,([0-9]+))?"),
}
_SEPARATORS = re.compile(rf"[{_SPACES}'’.,]")
_LOOKS_GROUPED = re.compile(r"[0-9]{1,3}\.[0-9]{3}")


def parse_number(text: str, language: str, decimals: int) -> Decimal:
    """An exact finite number of at most `decimals` places (0 asks for a whole one), typed as `language` writes it."""
    body = text.strip(_SPACES)
    negative = body[:1] in ("-", "−")
    whole, part = _split(body[1:] if negative else body, language)
    if len(whole) + len(part) > MAX_DIGITS:
        raise AnswerError("too_many_digits", maximum=str(MAX_DIGITS))
    if len(part) > decimals:
        raise _too_precise(decimals)
    return Decimal(f"{'-' if negative else ''}{whole}.{part or '0'}")


def parse_money(text: str, language: str, currency: str) -> Decimal:
    """An amount in major units with no more places than the currency has (ISO 4217: 2 for EUR, 0 for JPY)."""
    return parse_number(text, language, currency_decimals(currency))


def fixed(value: Decimal, decimals: int) -> str:
    """The canonical text of an amount: all the minor digits of its currency."""
    return f"{value if value else abs(value):.{decimals}f}"


def _split(body: str, language: str) -> tuple[str, str]:
    if body.isascii() and body.isdigit() and len(body) <= MAX_DIGITS:
        return body, ""
    if len(body) > _MAX_CHARACTERS:
        raise AnswerError("too_many_digits", maximum=str(MAX_DIGITS))
    match = _SHAPE[_decimal_mark(body, language)].fullmatch(body)
    if not match:
        raise AnswerError("number_format")
    return _SEPARATORS.sub("", match.group(1)), match.group(3) or ""


def _decimal_mark(body: str, language: str) -> str:
    comma, point = body.rfind(","), body.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    if _language_mark(language) == ".":
        return "."
    if body.count(".") != 1:
        return ","
    # One point where the language writes a comma: number inputs and key pads send "12.5", but "1.234" may be meant
    # as a thousand.
    if _LOOKS_GROUPED.fullmatch(body):
        raise AnswerError("number_ambiguous")
    return "."


@lru_cache(maxsize=256)
def _language_mark(language: str) -> str:
    try:
        symbol = get_decimal_symbol(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "."
    return "," if symbol == "," else "."


def _too_precise(decimals: int) -> AnswerError:
    if decimals == 0:
        return AnswerError("not_whole")
    return AnswerError("too_many_decimals", maximum=str(decimals))
