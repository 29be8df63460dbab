"""Numbers of documents: patterns, periods, dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licorne.billing.errors import BillingError
from licorne.billing.numbering import check_number, check_pattern, date_problems, format_number, period_of

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("pattern", "counter", "number"),
    [
        ("F-{YYYY}-{NNNN}", 142, "F-2026-0142"),
        ("A{YY}{MM}/{NNN}", 7, "A2611/007"),
        ("{N}", 12, "12"),
        ("{NN}_{YYYY}", 1234, "1234_2026"),
    ],
)
def test_a_number_is_its_pattern_filled_in(pattern: str, counter: int, number: str):
    assert format_number(pattern, counter, DAY) == number


@pytest.mark.parametrize(
    ("pattern", "reset", "codes"),
    [
        ("F-{YYYY}-{NNNN}", "yearly", []),
        ("F-{YY}{MM}-{NNNN}", "monthly", []),
        ("F-{NNNN}", "never", []),
        ("F-{NNNN}", "yearly", ["pattern_needs_year"]),
        ("F-{YYYY}-{NNNN}", "monthly", ["pattern_needs_month"]),
        ("F-{MM}-{NNNN}", "monthly", ["pattern_needs_year"]),
        ("F-{YYYY}", "yearly", ["pattern_needs_one_counter"]),
        ("{NN}-{NN}", "never", ["pattern_needs_one_counter"]),
        ("F {NNNN}", "never", ["BR-FR-02"]),
        ("F-{DD}-{NNNN}", "never", ["BR-FR-02"]),
        ("Ä{N}", "never", ["BR-FR-02"]),
        ("F{N}\n", "never", ["BR-FR-02"]),
        ("F" * 30 + "{NNNNNN}", "never", ["BR-FR-01"]),
    ],
)
def test_a_pattern_that_could_repeat_or_break_the_law_is_refused(pattern: str, reset: str, codes: list[str]):
    assert [problem.code for problem in check_pattern(pattern, reset)] == codes


@pytest.mark.parametrize("counter", [0, -1])
def test_a_counter_starts_at_one(counter: int):
    with pytest.raises(BillingError, match="counter_not_positive"):
        format_number("{N}", counter, DAY)


def test_a_number_that_has_grown_too_long_is_refused_and_not_cut():
    with pytest.raises(BillingError, match="BR-FR-01"):
        format_number("F" * 30 + "{NNNNN}", 123_456, DAY)


def test_years_outside_the_century_of_the_law_are_refused():
    with pytest.raises(BillingError, match="BR-FR-03"):
        format_number("{YY}-{N}", 1, date(2100, 1, 1))


@given(
    st.sampled_from(["{YYYY}{N}", "{N}{YYYY}", "{YY}{MM}{NN}", "A{NNN}9{YY}"]),
    st.lists(st.tuples(st.integers(1, 10**6), st.dates(date(2000, 1, 1), date(2099, 12, 31))), min_size=2, max_size=2),
)
def test_two_counters_or_years_never_give_the_same_number(pattern: str, pair: list[tuple[int, date]]):
    (first, day), (second, other) = pair
    if (first, day.year) != (second, other.year):
        assert format_number(pattern, first, day) != format_number(pattern, second, other)


def test_the_period_says_where_a_counter_is_unique():
    assert [period_of(reset, DAY) for reset in ("never", "yearly", "monthly")] == ["", "2026", "2026-11"]


def test_the_date_of_issue_never_goes_back_within_a_series():
    assert [problem.code for problem in date_problems(DAY, date(2026, 11, 23))] == ["issued_before_last"]
    assert date_problems(DAY, DAY) == date_problems(None, DAY) == []


@pytest.mark.parametrize(
    ("number", "codes"), [("F-1", []), ("", ["BR-FR-01"]), ("F 1", ["BR-FR-02"]), ("9" * 36, ["BR-FR-01"])]
)
def test_a_number_from_elsewhere_obeys_the_same_rules(number: str, codes: list[str]):
    assert [problem.code for problem in check_number(number)] == codes
