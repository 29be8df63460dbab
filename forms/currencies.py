"""How many minor digits an amount has, by ISO 4217 (CLDR, and so Babel, counts what is in daily use instead)."""

from __future__ import annotations

from babel.numbers import is_currency

_EXCEPTIONS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_DECIMALS = {code: decimals for decimals, codes in _EXCEPTIONS.items() for code in codes.split()}


def currency_decimals(currency: str) -> int:
    """Digits after the point: EUR 2, JPY 0, KWD 3."""
    return _DECIMALS.get(currency, 2)


def known_currency(code: str) -> bool:
    """Whether there is or was such a currency; whether invoices can be issued in it, billing decides."""
    return bool(is_currency(code))
