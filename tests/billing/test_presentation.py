"""The view of a frozen model is what the document templates were drawn with."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from licorne.billing.bill import Adjustment
from licorne.billing.decimals import parse_price, price_text
from licorne.billing.lines import Amount
from licorne.billing.model import build_model
from licorne.billing.presentation import document_view
from licorne.billing.totals import total
from tests.billing.bills import BUYER, SELLER, bill, line, model_of, particulars, percent

DATA = Path(__file__).parent / "data"
DELIVERY = {
    "name": "Maison Vauclair, boutique", "street": "7 place Bellecour", "postcode": "69002", "city": "Lyon",
    "country_code": "FR",
}  # fmt: skip


def sample(name: str) -> dict[str, Any]:
    """The data of a sample document, prices written the canonical way."""
    data: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    for row in data["lines"]:
        row["price"] = price_text(parse_price(row["price"]), 2)
    return data


def view_of_sample(data: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The view of a model that was built from a sample's lines."""
    lines = [
        line(row["quantity"], row["price"], row["rate"], name=row["name"], detail=row["detail"], unit=row["unit"],
             discount=percent(row["discount"]) if row["discount"] else None)
        for row in data["lines"]
    ]  # fmt: skip
    made = bill(*lines, prepaid=150_000 if data["totals"]["deposit"] else 0)
    facts = particulars(
        number=data["number"], reference=data["reference"], on_debits=True, notes=data["notes"],
        prepaid_label=data["deposit_label"], **changes,
    )  # fmt: skip
    return document_view(build_model(facts, made, total(made), SELLER, BUYER, DELIVERY))


def assert_covers(view: Any, wanted: Any) -> None:
    """Every key of the sample is in the view with the same value; the view may hold more."""
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            assert key in view
            assert_covers(view[key], value)
    elif isinstance(wanted, list):
        assert len(view) == len(wanted)
        for one, other in zip(view, wanted, strict=True):
            assert_covers(one, other)
    else:
        assert view == wanted


def test_the_sample_invoice_comes_out_of_its_model():
    data = sample("invoice-5-fr")
    assert_covers(view_of_sample(data), data)


def test_the_sample_credit_note_comes_out_of_its_model():
    data = sample("credit-note-fr")
    changes = {
        "kind": "credit_note",
        "due": None,
        "preceding": ("F-2026-0142", date(2026, 11, 24)),
        "reason": data["reason"],
    }
    assert_covers(view_of_sample(data, **changes), data)


def test_the_reason_of_an_exemption_is_printed():
    made = bill(line("1", "100", "0", category="E", exemption_code="VATEX-FR-FRANCHISE"))
    view = document_view(model_of(made, notes="Merci."))
    assert view["notes"] == "TVA non applicable, art. 293 B du CGI Merci."


def test_what_has_no_column_of_its_own_is_told_in_words():
    made = bill(line("200", "5", discount=Amount(500), charge=Amount(250), base_quantity=1_000_000, detail="Paper"))
    (row,) = document_view(model_of(made))["lines"]
    assert row["detail"] == "Paper · Prix pour 100 · Remise : 5,00\u00a0€ · Frais : 2,50\u00a0€"
    assert (row["discount"], row["net"]) == ("", "7.50")


def test_sums_that_are_seldom_there_are_shown_only_then():
    plain = document_view(model_of(bill(line("1", "100"))))["totals"]
    assert (plain["rounding"], plain["deposit"], plain["adjustments"]) == ("", "", [])
    made = bill(
        line("1", "100.03", "8.1"), cash_rounding=5, allowances=(Adjustment("Loyalty", percent("10")),), prepaid=100
    )  # fmt: skip
    totals = document_view(model_of(made))["totals"]
    assert totals["adjustments"] == [{"label": "Loyalty", "percent": "10", "rate": "8.1", "amount": "-10.00"}]
    assert (totals["lines"], totals["net"], totals["rounding"], totals["deposit"]) == (
        "100.03",
        "90.03",
        "-0.02",
        "1.00",
    )


def test_prices_with_vat_are_printed_with_sums_that_include_it():
    view = document_view(model_of(bill(line("3", "10"), prices_include_vat=True)))
    assert (view["prices_include_vat"], view["lines"][0]["net"], view["totals"]["net"]) == (True, "30.00", "25.00")


def test_without_an_account_there_is_no_payment_to_print():
    made = bill(line("1", "100"))
    model = build_model(particulars(), made, total(made), SELLER | {"iban": ""}, BUYER)
    assert document_view(model)["payment"]["method"] == ""


def test_the_slip_gets_structured_addresses():
    seller = SELLER | {
        "country_code": "CH",
        "iban": "CH4431999123000889012",
        "street_name": "Rue du Lac",
        "house_number": "1",
    }
    made = bill(line("1", "100", "8.1"), currency="CHF")
    payment = document_view(build_model(particulars(), made, total(made), seller, BUYER))["payment"]
    assert payment["creditor"] == {
        "name": "Atelier Brume", "street": "Rue du Lac", "house_num": "1", "pcode": "75011",
        "city": "Paris", "country": "CH",
    }  # fmt: skip
