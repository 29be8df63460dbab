"""Due dates."""

from datetime import date

import pytest

from licorne.billing.errors import BillingError
from licorne.billing.terms import Terms, due_date, due_problems, french_cap_problems


@pytest.mark.parametrize(
    ("terms", "issued", "due"),
    [
        (Terms("net", 0), date(2026, 11, 24), date(2026, 11, 24)),
        (Terms("net", 30), date(2026, 11, 24), date(2026, 12, 24)),
        (Terms("net", 30), date(2028, 1, 30), date(2028, 2, 29)),
        (Terms("end_of_month", 0), date(2026, 2, 3), date(2026, 2, 28)),
        (Terms("end_of_month", 45), date(2026, 11, 24), date(2027, 1, 14)),
        (Terms("days_end_of_month", 45), date(2026, 11, 24), date(2027, 1, 31)),
        (Terms("days_end_of_month", 30), date(2027, 1, 31), date(2027, 3, 31)),
    ],
)
def test_the_due_date_follows_the_terms(terms: Terms, issued: date, due: date):
    assert due_date(terms, issued) == due


@pytest.mark.parametrize("days", [-1, 367])
def test_terms_beyond_a_year_are_refused(days: int):
    with pytest.raises(BillingError, match="terms_out_of_range"):
        due_date(Terms("net", days), date(2026, 11, 24))


def test_nothing_is_due_before_it_is_issued():
    assert [problem.code for problem in due_problems(date(2026, 11, 24), date(2026, 11, 23))] == ["BR-FR-CO-07"]
    assert due_problems(date(2026, 11, 24), None) == []


@pytest.mark.parametrize(
    ("terms", "most"),
    [(Terms("net", 60), None), (Terms("net", 61), "60"),
     (Terms("end_of_month", 45), None), (Terms("days_end_of_month", 46), "45")]
)  # fmt: skip
def test_french_law_caps_terms_between_businesses(terms: Terms, most: str | None):
    assert [problem.parameters["most"] for problem in french_cap_problems(terms)] == ([most] if most else [])
