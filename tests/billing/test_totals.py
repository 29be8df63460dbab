"""Totals by hand: every expected number was worked out on paper."""

import pytest

from licorne.billing.bill import Adjustment
from licorne.billing.errors import BillingError
from licorne.billing.lines import Amount, Line
from licorne.billing.totals import total
from tests.billing.bills import bill, line, percent


def groups(made):
    """(category, rate in %, base, tax) of each group."""
    return [(group.category, group.rate / 10_000, group.base, group.tax) for group in total(made).groups]


def codes(made):
    """Codes and places of the problems."""
    with pytest.raises(BillingError) as refused:
        total(made)
    return [(problem.code, problem.place) for problem in refused.value.problems]


def test_the_sample_invoice_of_five_lines_comes_to_the_known_cents():
    made = bill(
        line("1", "2400"), line("4.5", "640", discount=percent("10")), line("7.25", "580"), line("250", "6.84", "5.5"),
        line("1", "890"), prepaid=150_000,
    )  # fmt: skip
    totals = total(made)
    assert totals.line_nets == (240_000, 259_200, 420_500, 171_000, 89_000)
    assert groups(made) == [("S", 20, 1_008_700, 201_740), ("S", 5.5, 171_000, 9_405)]
    assert (totals.net, totals.tax, totals.gross, totals.due) == (1_179_700, 211_145, 1_390_845, 1_240_845)


def test_tax_is_rounded_once_per_group_and_not_per_line():
    made = bill(line("1", "33.33"), line("1", "33.33"), line("1", "33.33"))
    assert groups(made) == [("S", 20, 9_999, 2_000)]  # per line it would be 3 × 6.67 = 20.01
    assert total(made).gross == 11_999


@pytest.mark.parametrize(
    ("currency", "price", "base", "tax"),
    [
        ("JPY", "1234.5", 1_235, 247),
        ("KWD", "12.3455", 12_346, 2_469),
        ("EUR", "0.125", 13, 3),
        ("EUR", "0.124999", 12, 2),
    ],
)
def test_amounts_are_rounded_half_up_to_the_minor_unit_of_the_currency(currency, price, base, tax):
    assert groups(bill(line("1", price), currency=currency)) == [("S", 20, base, tax)]


def test_a_credit_by_negative_quantities_mirrors_the_invoice_to_the_unit():
    positive, negative = total(bill(line("3", "0.125"), line("1", "7.7755", "5.5"))), total(
        bill(line("-3", "0.125"), line("-1", "7.7755", "5.5"))
    )  # fmt: skip
    assert (negative.net, negative.tax, negative.due) == (-positive.net, -positive.tax, -positive.due)
    assert positive.net == 38 + 778


def test_a_fixed_discount_on_a_returned_line_is_given_back_too():
    assert total(bill(line("-1", "100", discount=Amount(500)))).net == -9_500


def test_discount_and_charge_of_a_line_are_rounded_each_by_itself():
    made = bill(line("1", "0.99", discount=percent("50"), charge=percent("50")))
    assert total(made).line_nets == (99 - 50 + 50,)


def test_a_price_for_a_hundred_pieces_is_divided():
    assert total(bill(line("250", "12.50", base_quantity=1_000_000))).net == 3_125


def test_a_document_discount_is_spread_over_the_rates_and_the_last_takes_the_rest():
    made = bill(
        line("1", "100"), line("1", "100", "10"), line("1", "100", "5.5"),
        allowances=(Adjustment("Loyalty", Amount(1_000)),),
    )  # fmt: skip
    totals = total(made)
    assert [share.amount for share in totals.adjustments] == [333, 334, 333]
    assert (totals.lines, totals.allowances, totals.net) == (30_000, 1_000, 29_000)
    assert groups(made) == [("S", 20, 9_667, 1_933), ("S", 10, 9_666, 967), ("S", 5.5, 9_667, 532)]


def test_postage_with_a_rate_of_its_own_opens_a_group():
    made = bill(line("2", "10", "5.5"), charges=(Adjustment("Postage", Amount(600), category="S", rate=200_000),))
    assert groups(made) == [("S", 20, 600, 120), ("S", 5.5, 2_000, 110)]
    assert total(made).charges == 600


def test_swiss_cash_rounding_changes_only_the_payable():
    totals = total(bill(line("1", "9197", "8.1"), currency="CHF", cash_rounding=5))
    assert (totals.tax, totals.gross, totals.rounding, totals.due) == (74_496, 994_196, -1, 994_195)
    assert total(bill(line("1", "100.01", "8.1"), currency="CHF", cash_rounding=5)).due == 10_810


@pytest.mark.parametrize("cents", range(1, 60))
def test_prices_with_vat_keep_the_gross_that_was_promised(cents):
    made = bill(line("1", f"0.{cents:02}"), prices_include_vat=True)
    totals = total(made)
    assert totals.due == cents
    assert abs(totals.rounding) <= 1


def test_a_gross_that_no_net_gives_shows_its_cent_as_rounding():
    totals = total(bill(line("1", "0.03"), prices_include_vat=True))
    assert (totals.net, totals.tax, totals.gross, totals.rounding, totals.due) == (3, 1, 4, -1, 3)


def test_lines_with_vat_sum_up_to_the_net_of_their_group():
    totals = total(bill(*[line("1", "10")] * 3, prices_include_vat=True))
    assert totals.line_nets == (833, 834, 833)
    assert (totals.net, totals.tax, totals.gross, totals.rounding) == (2_500, 500, 3_000, 0)


def test_lines_with_vat_that_cancel_out_leave_nothing():
    totals = total(bill(line("1", "100"), line("-2", "50"), prices_include_vat=True))
    assert (totals.net, totals.tax, totals.due) == (0, 0, 0)


def test_a_reverse_charge_group_has_no_tax_and_knows_its_code():
    (group,) = total(bill(line("1", "50", "0", category="AE"))).groups
    assert (group.tax, group.exemption_code) == (0, "VATEX-EU-AE")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (bill(), ("BR-16", "/lines")),
        (bill(line("1", "1", name=" ")), ("BR-25", "/lines/0/name")),
        (bill(line("1", "-0.01")), ("BR-27", "/lines/0/price")),
        (bill(line("1", "1", "0")), ("BR-S-05", "/lines/0/rate")),
        (bill(line("1", "1", "-20")), ("BR-S-05", "/lines/0/rate")),
        (bill(line("1", "1", "20", category="K")), ("BR-IC-05", "/lines/0/rate")),
        (bill(line("1", "1", "0", category="E")), ("BR-E-10", "/lines/0/exemption_text")),
        (bill(line("1", "1", "0", category="L")), ("category_unknown", "/lines/0/category")),
        (bill(line("1", "1", "0", category="O"), line("1", "1")), ("BR-O-11", "/lines")),
        (bill(line("1", "1", discount=percent("100.01"))), ("percent_out_of_range", "/lines/0/discount")),
        (bill(line("1", "1", discount=Amount(101))), ("discount_above_line", "/lines/0/discount")),
        (bill(line("1", "1", charge=Amount(-1))), ("amount_negative", "/lines/0/charge")),
        (bill(line("1", "1", base_quantity=0)), ("base_quantity_not_positive", "/lines/0/base_quantity")),
        (bill(line("1", "1", exemption_code="VATEX-XX")), ("exemption_unknown", "/lines/0/exemption_code")),
        (bill(line("1", "1"), prepaid=-1), ("amount_negative", "/prepaid")),
        (bill(line("1", "1"), currency="XAU"), ("currency_unknown", "/currency")),
        (bill(line("1", "1"), allowances=(Adjustment("", Amount(1)),)), ("BR-33", "/allowances/0/reason")),
        (bill(line("1", "1"), charges=(Adjustment("", Amount(1)),)), ("BR-38", "/charges/0/reason")),
        (bill(line("1", "1"), line("-1", "1"), allowances=(Adjustment("Gift", Amount(5)),)),
         ("adjustment_without_base", "/allowances/0")),
        (bill(line("1", "1", "0", category="E", exemption_text="a"),
              line("1", "1", "0", category="E", exemption_text="b")),
         ("BR-E-01", "/lines/1/exemption_text")),
    ],
)  # fmt: skip
def test_a_bill_that_breaks_a_rule_is_refused_with_rule_and_place(made, expected):
    assert expected in codes(made)


def test_all_problems_are_told_at_once():
    assert len(codes(bill(line("1", "-1"), line("1", "1", "0")))) == 2


def test_totals_beyond_fifteen_digits_are_refused():
    largest = line("1000", "9999999999.99")
    assert ("amount_too_large", "/totals/due") in codes(bill(largest, largest, largest))
    assert ("number_too_large", "/lines/0/price") in codes(bill(Line("Work", 10_000, 10**18, 200_000)))
