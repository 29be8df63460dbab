"""ISO 4217: currencies with their minor units.

`currencies.json` lists the active codes that have a minor unit: money and funds codes, without metals (XAU), units of
account (XDR) and test codes. The exponents are those of ISO 4217, which differ from what is in daily use for some.
"""

import json
from decimal import Decimal
from importlib import resources

from licorne.billing.decimals import decimal_text, parse_scaled
from licorne.billing.errors import BillingError, problem

EXPONENTS: dict[str, int] = json.loads((resources.files("licorne.billing") / "currencies.json").read_text("utf-8"))


def is_currency(code: str) -> bool:
    """Whether this is an active ISO 4217 code in upper case."""
    return code in EXPONENTS


def exponent(code: str) -> int:
    """Decimals of the minor unit: EUR 2, JPY 0, KWD 3. Refuses what ISO 4217 does not know."""
    try:
        return EXPONENTS[code]
    except KeyError:
        raise BillingError((problem("currency_unknown", "/currency", code=code[:8]),)) from None


def minor_units(amount: str | Decimal, currency: str, place: str = "") -> int:
    """Major units as minor units, exactly: "12.345" EUR is refused, not rounded, and so is NaN."""
    text = amount if isinstance(amount, str) else f"{amount:f}"
    return parse_scaled(text, exponent(currency), place)


def major_text(minor: int, currency: str) -> str:
    """Minor units as text with all decimals of the currency: "1260.00"; never "-0.00"."""
    places = exponent(currency)
    return decimal_text(minor, places, places)
