"""Decimal texts to scaled integers and back, and the only rounding of the product.

`decimal.Decimal(text)` takes "1_000", "NaN", "1E9", Arabic digits; what a person or a rule hands in is read here.
"""

import re

from licorne.billing.errors import BillingError, problem
from licorne.billing.scales import PRICE_PLACES, QUANTITY_PLACES, RATE_PLACES, WHOLE_DIGITS

#: Far above any number that passes, far below what costs time to look at.
LONGEST_TEXT = 40

DECIMAL = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?", re.ASCII)


def half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to an integer, halves away from zero: the credit of an amount is its exact mirror."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -size if numerator < 0 else size


def parse_scaled(text: str, places: int, place: str = "") -> int:
    """The integer `text × 10**places`. Exact: more decimals than `places` are refused, not rounded (zeros may follow).

    Refuses with number_malformed, number_too_large (13 whole digits) or number_too_precise.
    """
    match = DECIMAL.fullmatch(text) if len(text) <= LONGEST_TEXT else None
    if match is None:
        raise BillingError((problem("number_malformed", place),))
    sign, whole, fraction = match[1], match[2], (match[3] or "").rstrip("0")
    if len(whole) > WHOLE_DIGITS:
        raise BillingError((problem("number_too_large", place, digits=str(WHOLE_DIGITS)),))
    if len(fraction) > places:
        raise BillingError((problem("number_too_precise", place, places=str(places)),))
    size = int(whole + fraction.ljust(places, "0"))
    return -size if sign else size


def decimal_text(value: int, places: int, least: int = 0) -> str:
    """The shortest exact text of `value / 10**places` with at least `least` decimals; zero has no sign."""
    digits = str(abs(value)).rjust(places + 1, "0")
    whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :]
    fraction = fraction.rstrip("0").ljust(min(least, places), "0")
    return ("-" if value < 0 else "") + whole + ("." + fraction if fraction else "")


def parse_price(text: str, place: str = "") -> int:
    """A unit price in millionths of the major unit."""
    return parse_scaled(text, PRICE_PLACES, place)


def parse_quantity(text: str, place: str = "") -> int:
    """A quantity in ten-thousandths."""
    return parse_scaled(text, QUANTITY_PLACES, place)


def parse_rate(text: str, place: str = "") -> int:
    """A rate or percentage in ten-thousandths of a percent point."""
    return parse_scaled(text, RATE_PLACES, place)


def price_text(price: int, least: int = 0) -> str:
    """A unit price as text of major units, with the currency's decimals as `least`."""
    return decimal_text(price, PRICE_PLACES, least)


def quantity_text(quantity: int) -> str:
    """A quantity as text, "4.5"."""
    return decimal_text(quantity, QUANTITY_PLACES)


def rate_text(rate: int) -> str:
    """A rate as text of percent points, "5.5"."""
    return decimal_text(rate, RATE_PLACES)
