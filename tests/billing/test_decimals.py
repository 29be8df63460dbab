"""Strict numbers: what is read, what is refused, how halves are rounded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licorne.billing.currency import EXPONENTS, exponent, is_currency, major_text, minor_units
from licorne.billing.decimals import decimal_text, half_up, parse_price, parse_quantity, parse_rate, parse_scaled
from licorne.billing.errors import BillingError


def code_of(text: str, places: int = 2) -> str:
    """The code with which a text is refused."""
    with pytest.raises(BillingError) as refused:
        parse_scaled(text, places, "/price")
    (problem,) = refused.value.problems
    assert problem.place == "/price"
    return problem.code


@pytest.mark.parametrize(
    "text",
    ["", " ", "1 ", "+1", "1_000", "1,5", ".5", "1.", "01", "--1", "1e3", "1E-999999",
     "NaN", "sNaN", "Infinity", "-Infinity",
     "٣", "１", "1\n", "0x10", "9" * 5000, "1" + "0" * 40, "½", "-"],
)  # fmt: skip
def test_a_text_that_is_no_plain_decimal_is_refused(text: str):
    assert code_of(text) == "number_malformed"


def test_a_number_is_never_cut_or_rounded_while_it_is_read():
    assert code_of("12.345") == "number_too_precise"
    assert parse_scaled("12.3400", 2) == 1234
    assert code_of("1234567890123") == "number_too_large"


def test_prices_quantities_and_rates_have_their_scales():
    assert (parse_price("6.84"), parse_quantity("-4.5"), parse_rate("20")) == (6_840_000, -45_000, 200_000)


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_a_number_that_is_written_reads_back_the_same(value: int, places: int):
    text = decimal_text(value, places, 2)
    if len(text.lstrip("-").split(".")[0]) <= 12:
        assert parse_scaled(text, places) == value
    assert not text.startswith("-0") or value != 0


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0.00"), (-4, "-0.04"), (5, "0.05"), (126_000, "1260.00"), (-100, "-1.00")]
)
def test_amounts_have_all_decimals_and_zero_has_no_sign(value: int, text: str):
    assert major_text(value, "EUR") == text


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (-4, 10, 0), (15, 10, 2), (5, -10, -1), (-15, -10, 2), (0, 3, 0)]
)  # fmt: skip
def test_halves_go_away_from_zero_on_both_sides(numerator: int, denominator: int, rounded: int):
    assert half_up(numerator, denominator) == rounded


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.5", "EUR", 1250),
        ("1234", "JPY", 1234),
        ("1.234", "KWD", 1234),
        (Decimal("7.10"), "CHF", 710),
        ("0.0001", "CLF", 1),
    ],
)
def test_major_units_become_minor_units_by_the_exponent(amount: str | Decimal, currency: str, minor: int):
    assert minor_units(amount, currency) == minor


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("0.5", "JPY"), ("1.2345", "KWD"), (Decimal("NaN"), "EUR"), (Decimal("1E+30"), "EUR"), ("1", "EUX"), ("1", "eur")]
)  # fmt: skip
def test_an_amount_that_the_currency_cannot_hold_is_refused(amount: str | Decimal, currency: str):
    with pytest.raises(BillingError):
        minor_units(amount, currency)


def test_the_currency_table_is_that_of_iso_4217():
    assert {code for code, places in EXPONENTS.items() if places == 0} == {
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
        "XAF", "XOF", "XPF",
    }  # fmt: skip
    assert {code for code, places in EXPONENTS.items() if places == 3} == {
        "BHD",
        "IQD",
        "JOD",
        "KWD",
        "LYD",
        "OMR",
        "TND",
    }
    assert (exponent("CHF"), exponent("EUR"), is_currency("XAU"), is_currency("DEM")) == (2, 2, False, False)
