"""The frozen model as what the document templates read: the shape of their sample data.

Everything printed comes from the model, so the paper says what the XML says. Numbers stay texts; the templates group
digits and choose the decimal sign. Beyond the samples' keys there are `totals.priced`, `totals.rounding`,
`totals.adjustments`, `mentions`, `exemptions` and `prices_include_vat`.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency

from licorne.billing.mentions import DATA, worded
from licorne.billing.shape import AdjustmentModel, InvoiceModel, LineModel, PartModel, PartyModel, PaymentModel

PRINTED = (
    "name", "legal", "contact", "street", "extra", "postcode", "city", "country", "register", "vat_id", "email",
    "phone", "web", "logo", "logo_white", "logo_black",
)  # fmt: skip


def label(name: str, language: str) -> str:
    """A word of the documents that stands beside an amount."""
    return worded(DATA["labels"][name], language)


def spaced_siren(siren: str) -> str:
    """Nine digits in threes, as they are printed; anything else as it is."""
    digits = siren.replace(" ", "")
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if len(digits) == 9 else siren


def party_view(party: PartyModel) -> dict[str, Any]:
    """What is printed of a party."""
    fields: Mapping[str, object] = party
    return {name: fields[name] for name in PRINTED} | {"siren": spaced_siren(party["siren"])}


def part_text(name: str, part: PartModel | None, model: InvoiceModel) -> str:
    """A part of a line that has no column of its own, in words: "Remise : 5,00 €"."""
    if part is None:
        return ""
    amount = format_currency(Decimal(part["amount"]), model["currency"], locale=model["language"])
    colon = " : " if model["language"] == "fr" else ": "
    return label(name, model["language"]) + colon + amount


def detail_of(line: LineModel, model: InvoiceModel) -> str:
    """The second line of a row, with a fixed discount, a charge and the quantity that the price is for."""
    discount = line["discount"]
    fixed = discount if discount and not discount["percent"] else None
    per = f"{label('per', model['language'])} {line['base_quantity']}" if line["base_quantity"] != "1" else ""
    texts = (line["detail"], per, part_text("discount", fixed, model), part_text("charge", line["charge"], model))
    return " · ".join(text for text in texts if text)


def line_view(line: LineModel, model: InvoiceModel) -> dict[str, Any]:
    """One row. Where prices include VAT its sum does too, so that quantity × price is what stands at its end."""
    return {
        "number": line["number"],
        "name": line["name"],
        "detail": detail_of(line, model),
        "quantity": line["quantity"],
        "unit": line["unit"],
        "price": line["price"],
        "discount": line["discount"]["percent"] if line["discount"] else "",
        "rate": line["rate"],
        "net": line["figure"],
    }


def adjustment_view(item: AdjustmentModel, model: InvoiceModel) -> dict[str, Any]:
    """An allowance or charge with its sign."""
    amount = Decimal(item["amount"])
    signed = -amount if item["kind"] == "allowance" else amount
    name = "discount" if item["kind"] == "allowance" else "charge"
    return {
        "label": item["reason"] or label(name, model["language"]),
        "percent": item["percent"],
        "rate": item["rate"],
        "amount": f"{signed:f}" if signed else item["amount"],
    }


def totals_view(model: InvoiceModel) -> dict[str, Any]:
    """The sums; what is zero and seldom there is "", which templates leave out."""
    totals = model["totals"]
    return {
        "groups": [
            {"category": group["category"], "rate": group["rate"], "base": group["base"], "tax": group["tax"]}
            for group in model["groups"]
        ],
        "adjustments": [adjustment_view(item, model) for item in model["adjustments"]],
        "priced": totals["priced"],
        "lines": totals["lines"],
        "net": totals["net"],
        "tax": totals["tax"],
        "gross": totals["gross"],
        "deposit": totals["prepaid"] if Decimal(totals["prepaid"]) else "",
        "rounding": totals["rounding"] if Decimal(totals["rounding"]) else "",
        "due": totals["due"],
    }


def slip_party(party: PartyModel) -> dict[str, str]:
    """A structured address of the QR-bill; combined ones are refused by banks since November 2025."""
    return {
        "name": party["name"], "street": party["street_name"], "house_num": party["house_number"],
        "pcode": party["postcode"], "city": party["city"], "country": party["country_code"],
    }  # fmt: skip


def payment_view(payment: PaymentModel | None, model: InvoiceModel) -> dict[str, Any]:
    """How to pay; a method of "" prints nothing."""
    if payment is None:
        return {"method": "", "holder": "", "iban": "", "bic": "", "bank": "", "reference": ""}
    slip = payment["method"] == "swiss"
    return dict(payment) | (
        {"creditor": slip_party(model["seller"]), "debtor": slip_party(model["buyer"])} if slip else {}
    )


def joined(texts: Iterable[str]) -> str:
    """Texts that are there, once each, in order."""
    return " ".join(dict.fromkeys(text for text in texts if text))


def document_view(model: InvoiceModel) -> dict[str, Any]:
    """The data of the templates. `notes` starts with the exemption reasons, which the law wants in print."""
    exemptions = [group["exemption_text"] for group in model["groups"]]
    view: dict[str, Any] = {
        "kind": model["kind"], "lang": model["language"], "currency": model["currency"], "number": model["number"],
        "issued": model["issued"], "due": model["due"], "supplied": model["supplied"],
        "reference": model["reference"], "seller": party_view(model["seller"]), "buyer": party_view(model["buyer"]),
        "delivery": party_view(model["delivery"]) if model["delivery"] else None,
        "lines": [line_view(line, model) for line in model["lines"]], "totals": totals_view(model),
        "deposit_label": model["prepaid_label"], "category": model["process"], "on_debits": model["on_debits"],
        "payment": payment_view(model["payment"], model), "notes": joined([*exemptions, model["notes"]]),
        "terms": model["terms"], "exemptions": [text for text in exemptions if text],
        "mentions": [dict(note) for note in model["mentions"]], "prices_include_vat": model["prices_include_vat"],
    }  # fmt: skip
    if model["preceding"]:
        view |= {"preceding": dict(model["preceding"]), "reason": model["reason"]}
    return view
