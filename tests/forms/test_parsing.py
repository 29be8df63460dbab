"""Numbers and amounts as people type them."""

import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forms.answer_error import AnswerError
from forms.currencies import currency_decimals, known_currency
from forms.parsing import fixed, parse_money, parse_number
from licorne.billing.currency import EXPONENTS


def refusal(text: str, language: str = "en", decimals: int = 2) -> str:
    with pytest.raises(AnswerError) as caught:
        parse_number(text, language, decimals)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "language", "amount"),
    [
        ("1234.5", "en", "1234.5"),
        ("1,234.50", "en", "1234.50"),
        ("1,234", "en", "1234"),
        ("12,345,678", "en", "12345678"),
        ("1 234,50", "fr", "1234.50"),
        ("1\u202f234,50", "fr", "1234.50"),
        ("1\u00a0234\u00a0567,5", "fr", "1234567.5"),
        ("1'234.50", "fr", "1234.50"),
        ("1’234.50", "de-CH", "1234.50"),
        ("1,23", "fr", "1.23"),
        ("12.5", "fr", "12.5"),
        ("1.234,50", "fr", "1234.50"),
        ("1.234.567", "de", "1234567"),
        ("1,234.50", "fr", "1234.50"),
        ("1.234,50", "en", "1234.50"),
        (" 007 ", "en", "7"),
        ("-5", "en", "-5"),
        ("−5,5", "fr", "-5.5"),
        ("0", "xx", "0"),
        ("99999999999999999999", "en", "99999999999999999999"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(text, language, amount):
    assert parse_number(text, language, 2) == Decimal(amount)


def test_the_language_decides_what_a_lone_comma_means():
    assert parse_number("1,234", "en", 3) == 1234
    assert parse_number("1,234", "fr", 3) == Decimal("1.234")


def test_a_lone_point_that_may_be_a_thousand_is_refused_where_a_comma_is_the_mark():
    assert refusal("1.234", "fr", 3) == "number_ambiguous"
    assert parse_number("1.234", "en", 3) == Decimal("1.234")
    assert parse_number("1234.567", "fr", 3) == Decimal("1234.567")


@pytest.mark.parametrize(
    "text",
    [
        "NaN", "nan", "sNaN", "-sNaN", "Infinity", "-Infinity", "inf", "1e999999", "1E-999999", "1e3", "1e-9", "0x10", "1_000",
        "١٢", "１２", "໑", "²", "½", "Ⅻ", "+5", "--5", "5-", "- 5", ".5", "5.", ",", ".", "", " ", "-", "1,23.4", "12,34", "1,2345",
        "1 23", "1 234'567", "1,234 567", "1  234", "1.2.3", "1,234,56", "€12", "12 €", "12\n", "1\n2", "\x0012", "1\u200b2",
        "=1+1", "{{7*7}}", "0b1", "1/2", "1,234,567.8.9",
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(text):
    assert refusal(text) == "number_format"


@pytest.mark.parametrize(
    "text", ["9" * 21, "9" * 5_000, "0" * 5_000, "1." + "0" * 5_000, "1 " * 500_000, "[" * 100_000]
)
def test_a_long_number_is_refused_in_no_time(text):
    start = time.perf_counter()
    assert refusal(text) == "too_many_digits"
    assert time.perf_counter() - start < 0.05


def test_a_fraction_that_the_field_does_not_take_is_refused_and_not_rounded():
    assert refusal("0.1", decimals=0) == "not_whole"
    assert refusal("1.0", decimals=0) == "not_whole"
    assert refusal("1.005") == "too_many_decimals"
    assert refusal("1.000") == "too_many_decimals"


def test_an_amount_has_the_minor_digits_of_its_currency():
    assert parse_money("1234", "en", "JPY") == 1234
    assert parse_money("1.234", "en", "KWD") == Decimal("1.234")
    with pytest.raises(AnswerError):
        parse_money("1.5", "en", "JPY")
    assert fixed(Decimal("1234.5"), 2) == "1234.50"
    assert fixed(Decimal("-0"), 2) == "0.00"
    assert fixed(Decimal(5), 0) == "5"


def test_forms_and_billing_count_the_same_minor_digits():
    assert {code: currency_decimals(code) for code in EXPONENTS} == EXPONENTS
    assert all(known_currency(code) for code in EXPONENTS)
    assert not known_currency("XXZ")


@given(
    st.text(max_size=60) | st.text("0123456789.,' -\u202f", max_size=30),
    st.sampled_from(["en", "fr", "de-CH", "zz", ""]),
)
@example("1" * 48, "en")
def test_any_text_is_a_finite_number_or_an_answer_error(text, language):
    try:
        number = parse_number(text, language, 2)
    except AnswerError:
        return
    assert number.is_finite()
    assert abs(number) < 10**20
    assert -number.as_tuple().exponent <= 2


@given(
    st.decimals(-(10**15), 10**15, places=2),
    st.sampled_from([("en", ",", "."), ("fr", "\u202f", ","), ("de", ".", ",")]),
)
def test_what_a_language_writes_it_reads_back(number, writing):
    language, group, mark = writing
    text = f"{number:,.2f}".replace(",", "G").replace(".", mark).replace("G", group)
    assert parse_number(text, language, 2) == number
