"""The frozen model: what it takes over, what it refuses, that it stays the same."""

from datetime import date
from typing import Any

import pytest

from licorne.billing.bill import Adjustment, Bill
from licorne.billing.check import recompute
from licorne.billing.errors import BillingError
from licorne.billing.lines import Amount, Line
from licorne.billing.model import build_model, canonical_json, sha256
from licorne.billing.totals import total
from tests.billing.bills import BUYER, SELLER, bill, line, model_of, particulars, percent

PLAIN = bill(line("1", "100"))
EXEMPT = bill(line("1", "100", "0", category="E", exemption_code="VATEX-FR-FRANCHISE"))
REVERSE = bill(line("1", "100", "0", category="AE"))
WITHIN = bill(line("1", "100", "0", category="K"))


def codes(
    made: Bill, seller: dict[str, Any] | None = None, buyer: dict[str, Any] | None = None, **changes: Any
) -> list[tuple[str, str]]:
    """Codes and places for which a document is refused, with changed fields of its parties."""
    with pytest.raises(BillingError) as refused:
        build_model(particulars(**changes), made, total(made), SELLER | (seller or {}), BUYER | (buyer or {}))
    return [(problem.code, problem.place) for problem in refused.value.problems]


def test_the_same_input_gives_the_same_text_and_hash():
    first, second = canonical_json(model_of(PLAIN)), canonical_json(model_of(PLAIN))
    assert first == second
    assert sha256(first) == sha256(second)


def test_every_word_of_the_parties_is_a_copy():
    seller = dict(SELLER)
    model = build_model(particulars(), PLAIN, total(PLAIN), seller, BUYER)
    seller["name"] = "Another"
    assert model["seller"]["name"] == "Atelier Brume"
    assert model["seller"]["country"] == "France"
    assert "iban" not in model["seller"]


def test_numbers_are_texts_of_major_units():
    made = bill(line("4.5", "640", discount=percent("10")), line("2", "0.125", charge=Amount(25)))
    first, second = model_of(made)["lines"]
    assert (first["quantity"], first["price"], first["rate"], first["net"]) == ("4.5", "640.00", "20", "2592.00")
    assert first["discount"] == {"percent": "10", "amount": "288.00"}
    assert second["charge"] == {"percent": "", "amount": "0.25"}
    assert second["price"] == "0.125"


def test_a_yen_invoice_has_no_decimals():
    totals = model_of(bill(line("3", "1234.5"), currency="JPY"))["totals"]
    assert (totals["net"], totals["tax"], totals["due"]) == ("3704", "741", "4445")


def test_a_group_without_tax_carries_its_reason_in_the_language_of_the_document():
    assert model_of(REVERSE)["groups"][0]["exemption_text"] == "Autoliquidation"
    assert model_of(REVERSE, language="de")["groups"][0]["exemption_text"].startswith("Steuerschuldnerschaft")
    assert model_of(EXEMPT)["groups"][0]["exemption_text"] == "TVA non applicable, art. 293 B du CGI"


def test_an_invoice_to_a_french_business_has_exactly_one_of_each_note_that_the_law_wants():
    notes = [note["code"] for note in model_of(PLAIN)["mentions"]]
    assert notes == ["PMT", "PMD", "AAB"]
    assert len(model_of(PLAIN, on_debits=True)["mentions"]) == 4


def test_a_consumer_is_not_threatened_with_forty_euros():
    buyer = {"name": "Ada", "country_code": "FR"}
    assert build_model(particulars(), PLAIN, total(PLAIN), SELLER, buyer)["mentions"] == []


@pytest.mark.parametrize(
    ("made", "seller", "buyer", "expected"),
    [
        (PLAIN, {"name": ""}, {}, ("BR-06", "/seller/name")),
        (PLAIN, {"country_code": ""}, {}, ("BR-09", "/seller/country_code")),
        (PLAIN, {}, {"name": None}, ("BR-07", "/buyer/name")),
        (PLAIN, {}, {"country_code": ""}, ("BR-11", "/buyer/country_code")),
        (PLAIN, {"vat_id": ""}, {}, ("BR-S-02", "/seller/vat_id")),
        (PLAIN, {"siren": "73282932"}, {}, ("BR-FR-10", "/seller/siren")),
        (PLAIN, {"siret": "55208131700001"}, {}, ("BR-FR-09", "/seller/siret")),
        (REVERSE, {}, {"vat_id": "", "siren": ""}, ("BR-AE-02", "/buyer/vat_id")),
        (WITHIN, {}, {"vat_id": ""}, ("BR-IC-02", "/buyer/vat_id")),
        (EXEMPT, {"vat_id": "", "siren": "", "country_code": "BE"}, {}, ("BR-E-02", "/seller/vat_id")),
    ],
)  # fmt: skip
def test_a_party_that_lacks_what_the_law_wants_is_named(made, seller, buyer, expected):
    assert expected in codes(made, seller, buyer)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": "F 1"}, ("BR-FR-02", "/number")),
        ({"due": date(2026, 11, 23)}, ("BR-FR-CO-07", "/due")),
        ({"due": None}, ("BR-CO-25", "/due")),
        ({"kind": "credit_note"}, ("BR-FR-CO-05", "/preceding")),
        ({"preceding": ("F-1", date(2026, 11, 25))}, ("preceding_after_issue", "/preceding/issued")),
        ({"process": "X1"}, ("BR-FR-08", "/process")),
    ],
)
def test_dates_and_references_must_make_sense(changes, expected):
    assert codes(PLAIN, **changes) == [expected]


def test_what_is_paid_already_needs_no_due_date():
    assert model_of(bill(line("1", "100"), prepaid=12_000), due=None)["totals"]["due"] == "0.00"


def test_an_intra_community_supply_says_when():
    assert codes(WITHIN, supplied=None) == [("BR-IC-11", "/supplied")]


def test_a_franchise_without_vat_id_is_known_by_its_siren():
    seller = SELLER | {"vat_id": ""}
    assert build_model(particulars(), EXEMPT, total(EXEMPT), seller, BUYER)["seller"]["siren"] == "732829320"


def test_a_seller_outside_the_norm_needs_no_vat_id():
    seller = {"name": "Acme", "country_code": "US"}
    assert build_model(particulars(), PLAIN, total(PLAIN), seller, BUYER)["mentions"] == []


def test_a_swiss_iban_is_paid_by_slip_with_a_reference_that_banks_take():
    seller = {
        "name": "Brume SA",
        "country_code": "CH",
        "vat_id": "CHE-107.787.577 TVA",
        "iban": "CH44 3199 9123 0008 8901 2",
    }
    made = bill(line("1", "100", "8.1"), currency="CHF", cash_rounding=5)
    payment = build_model(particulars(), made, total(made), seller, BUYER)["payment"]
    assert payment is not None
    assert (payment["method"], payment["holder"], len(payment["reference"])) == ("swiss", "Brume SA", 27)


def test_a_credit_note_repeats_the_positive_amounts_and_names_its_invoice():
    changes = {
        "kind": "credit_note",
        "number": "A-2026-0009",
        "due": None,
        "preceding": ("F-2026-0142", date(2026, 11, 24)),
    }
    invoice, credit = model_of(PLAIN), model_of(PLAIN, **changes)
    assert credit["totals"] == invoice["totals"]
    assert (credit["type_code"], credit["preceding"]) == ("381", {"number": "F-2026-0142", "issued": "2026-11-24"})
    assert (credit["mentions"], recompute(credit)) == ([], [])


def test_shares_of_a_spread_discount_are_frozen_per_group():
    made = bill(line("1", "100"), line("1", "50", "5.5"), allowances=(Adjustment("Loyalty", percent("10")),))
    assert [(item["rate"], item["base"], item["amount"]) for item in model_of(made)["adjustments"]] == [
        ("20", "100.00", "10.00"),
        ("5.5", "50.00", "5.00"),
    ]


def test_five_hundred_lines_are_reckoned_twice_without_a_difference():
    lines = tuple(Line(f"Item {index}", 10_000 + index, 333_333 * (index + 1), 200_000) for index in range(500))
    assert recompute(model_of(Bill("EUR", lines, prices_include_vat=True))) == []
