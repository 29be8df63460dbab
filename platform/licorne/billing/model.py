"""Builds the frozen model of a document (`shape.InvoiceModel`) from what is known at issue."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from licorne.billing.bill import Bill
from licorne.billing.canonical import canonical_json, chain_hash, sha256
from licorne.billing.currency import major_text
from licorne.billing.errors import problem, refuse_if
from licorne.billing.frozen_amounts import Amounts
from licorne.billing.mentions import Situation, legal_notes
from licorne.billing.numbering import check_number
from licorne.billing.parties import is_business, party_model, party_problems
from licorne.billing.references import swiss_reference
from licorne.billing.shape import (
    SCHEMA,
    TYPE_CODES,
    DocumentKind,
    InvoiceModel,
    NoteModel,
    PartyModel,
    PaymentModel,
    PrecedingModel,
    TemplateModel,
)
from licorne.billing.terms import due_problems
from licorne.billing.totals import Totals
from rules.expression.problem import Problem

__all__ = ["InvoiceModel", "Particulars", "build_model", "canonical_json", "chain_hash", "sha256"]

#: BR-FR-08: goods, services or both; how the document stands to deposits and payment.
PROCESS = re.compile(r"[BSM][124789]|S[356]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Particulars:
    """All of a document but its parties and numbers of money.

    `preceding` is number and date of the invoice that a credit note corrects. `reference` is the buyer's (BT-13),
    `payment_reference` what a payer quotes; the number itself where it is "". `prepaid_label` names the deposit.
    """

    kind: DocumentKind
    number: str
    language: str
    issued: date
    due: date | None = None
    supplied: date | None = None
    reference: str = ""
    process: str = ""
    on_debits: bool = False
    small_business: bool = False
    notes: str = ""
    terms: str = ""
    prepaid_label: str = ""
    payment_reference: str = ""
    preceding: tuple[str, date] | None = None
    reason: str = ""
    template: str = "modern"
    template_version: str = "1"
    assets: str = ""


def iso(day: date | None) -> str:
    """A date as ISO text, "" for none."""
    return day.isoformat() if day else ""


def date_rules(facts: Particulars, totals: Totals) -> Iterator[Problem]:
    """BR-CO-25: a positive payable is due some day or says its terms; a credit note names its invoice (BR-FR-CO-05)."""
    yield from due_problems(facts.issued, facts.due)
    if facts.kind == "invoice" and totals.due > 0 and facts.due is None and not facts.terms:
        yield problem("BR-CO-25", "/due")
    if facts.kind == "credit_note" and facts.preceding is None:
        yield problem("BR-FR-CO-05", "/preceding")
    if facts.preceding is not None and facts.preceding[1] > facts.issued:
        yield problem("preceding_after_issue", "/preceding/issued")
    if facts.process and not PROCESS.fullmatch(facts.process):
        yield problem("BR-FR-08", "/process")


def preceding_model(facts: Particulars) -> PrecedingModel | None:
    """The corrected invoice."""
    return PrecedingModel(number=facts.preceding[0], issued=iso(facts.preceding[1])) if facts.preceding else None


def supply_rules(model: InvoiceModel) -> Iterator[Problem]:
    """BR-IC-11 and BR-IC-12: an intra-Community supply says when and to which country."""
    if any(group["category"] == "K" for group in model["groups"]):
        if not model["supplied"]:
            yield problem("BR-IC-11", "/supplied")
        if not (model["delivery"] or model["buyer"])["country_code"]:
            yield problem("BR-IC-12", "/delivery/country_code")


def payment_model(organisation: Mapping[str, object], facts: Particulars, currency: str) -> PaymentModel | None:
    """How to pay, from the organisation's `iban`, `bic`, `bank`, `holder`; None without an IBAN.

    A Swiss IBAN is paid by QR-bill, which knows CHF and EUR only and has references of its own.
    """
    iban = str(organisation.get("iban") or "").replace(" ", "").upper()
    if not iban:
        return None
    swiss = iban[:2] in {"CH", "LI"} and currency in {"CHF", "EUR"}
    return PaymentModel(
        method="swiss" if swiss else "transfer",
        holder=str(organisation.get("holder") or organisation.get("name") or ""),
        iban=iban,
        bic=str(organisation.get("bic") or ""),
        bank=str(organisation.get("bank") or ""),
        reference=facts.payment_reference or (swiss_reference(iban, facts.number) if swiss else facts.number),
    )


def mentions_of(seller: PartyModel, buyer: PartyModel, facts: Particulars) -> list[NoteModel]:
    """The notes that the seller's law wants here."""
    situation = Situation(
        seller["country_code"], facts.language, facts.kind, is_business(buyer), facts.on_debits, facts.small_business
    )
    return [NoteModel(code=note.code, text=note.text) for note in legal_notes(situation)]


def frozen(facts: Particulars, bill: Bill, totals: Totals, seller: PartyModel, buyer: PartyModel) -> InvoiceModel:
    """The model without payment and place of delivery."""
    amounts = Amounts(totals)
    return InvoiceModel(
        schema=SCHEMA, kind=facts.kind, type_code=TYPE_CODES[facts.kind], number=facts.number, language=facts.language,
        currency=bill.currency, issued=iso(facts.issued), due=iso(facts.due), supplied=iso(facts.supplied),
        reference=facts.reference, process=facts.process, on_debits=facts.on_debits,
        prices_include_vat=bill.prices_include_vat,
        cash_rounding=major_text(bill.cash_rounding, bill.currency) if bill.cash_rounding else "",
        seller=seller, buyer=buyer, delivery=None,
        lines=[amounts.line(index, line) for index, line in enumerate(bill.lines)],
        adjustments=[amounts.adjustment(*it) for it in zip(totals.adjustments, totals.adjustment_nets, strict=True)],
        groups=[amounts.group(group, facts.language) for group in totals.groups], totals=amounts.sums(),
        prepaid_label=facts.prepaid_label, payment=None, mentions=mentions_of(seller, buyer, facts),
        notes=facts.notes, terms=facts.terms, preceding=preceding_model(facts), reason=facts.reason,
        template=TemplateModel(name=facts.template, version=facts.template_version, assets=facts.assets),
    )  # fmt: skip


def build_model(
    facts: Particulars,
    bill: Bill,
    totals: Totals,
    organisation: Mapping[str, object],
    contact: Mapping[str, object],
    delivery: Mapping[str, object] | None = None,
) -> InvoiceModel:
    """The model to freeze. Raises BillingError with all that number, dates and parties lack.

    Organisation, contact and delivery are read by the field names of `PartyModel`; `totals` are those of `bill`.
    """
    seller, buyer = party_model(organisation, facts.language), party_model(contact, facts.language)
    model = frozen(facts, bill, totals, seller, buyer)
    model["payment"] = payment_model(organisation, facts, bill.currency)
    model["delivery"] = party_model(delivery, facts.language) if delivery else None
    found = [*check_number(facts.number), *date_rules(facts, totals)]
    found += party_problems(seller, buyer, [group.category for group in totals.groups])
    refuse_if([*found, *supply_rules(model)])
    return model
