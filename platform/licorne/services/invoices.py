"""Issuing an invoice: number, frozen model, hash chain and lines in one transaction; and what payment changes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast

from sqlalchemy import insert, select

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.billing.bill import Bill
from licorne.billing.canonical import canonical_json, chain_hash, sha256
from licorne.billing.check import recompute
from licorne.billing.lines import Line
from licorne.billing.model import InvoiceModel, Particulars, build_model
from licorne.billing.parties import country_code
from licorne.billing.terms import Terms, due_date, due_problems, far_problems
from licorne.billing.totals import Totals, total
from licorne.errors import Conflict, NotFound, Refused, refuse
from licorne.models.contact import Contact, ContactTag
from licorne.models.database import current_session, transaction
from licorne.models.guard import GuardedSession
from licorne.models.invoice import Invoice, InvoiceLine
from licorne.services import audit, causes, contact_details, events, live, numbering, reminders, tasks
from licorne.services.live import LiveOrganisation
from rules.expression.json_types import Json


@dataclass(frozen=True)
class Order:
    """What is to be invoiced to whom, in the organisation's currency where none is named. `effect_id` makes the invoice happen once."""

    contact_id: str
    lines: tuple[Line, ...]
    terms: Terms = field(default_factory=Terms)
    #: The day that was agreed on, instead of terms.
    due_on: date | None = None
    currency: str = ""
    reference: str = ""
    notes: str = ""
    effect_id: str | None = None
    actor: str = "system"


@dataclass(frozen=True)
class _Frozen:
    allotted: numbering.Allotted
    model: InvoiceModel
    totals: Totals
    due_on: date

    @property
    def text(self) -> str:
        return canonical_json(cast(Mapping[str, object], self.model))


def issue(session: GuardedSession, organisation: LiveOrganisation, order: Order) -> Invoice:
    """Issues an invoice within the caller's transaction.

    Raises:
        Refused: the document is not possible or not legal (due before it is issued: BR-FR-CO-07); no number is used.
        Transient: the series is ahead of the clock.
    """
    contact = _contact(session, organisation.id, order.contact_id)
    frozen = _freeze(session, organisation, order, contact)
    invoice = _row(organisation, order, frozen)
    session.add(invoice)
    session.flush()
    session.execute(insert(InvoiceLine), _line_rows(invoice, order.lines, frozen.totals))
    numbering.advance(session, organisation.id, frozen.allotted, invoice.chain)
    contact.stage = "client"
    audit.record(session, organisation.id, order.actor, "invoice.issued", invoice.id, {"number": invoice.number})
    tell(session, organisation, "invoice.issued", invoice, order.effect_id)
    return invoice


def _contact(session: GuardedSession, organisation_id: str, contact_id: str) -> Contact:
    found = session.scalars(
        select(Contact).where(Contact.organisation_id == organisation_id, Contact.id == contact_id)
    ).first()
    if found is None:
        raise NotFound(contact_id)
    return found


def _freeze(session: GuardedSession, organisation: LiveOrganisation, order: Order, contact: Contact) -> _Frozen:
    """The model with its number. It is reckoned a second time by independent arithmetic before anything is written."""
    bill = Bill(order.currency or organisation.currency, order.lines)
    totals = total(bill)
    allotted = numbering.allot(session, organisation, "invoice")
    due_on = order.due_on or due_date(order.terms, allotted.issued_on)
    particulars = Particulars(
        kind="invoice",
        number=allotted.number,
        language=contact.language,
        issued=allotted.issued_on,
        due=due_on,
        supplied=allotted.issued_on,
        reference=order.reference,
        notes=order.notes,
    )
    model = build_model(particulars, bill, totals, _seller(organisation), buyer_of(contact, organisation.country))
    day_problems = [*due_problems(allotted.issued_on, due_on), *far_problems(allotted.issued_on, due_on)]
    problems = [*day_problems, *recompute(cast(Mapping[str, object], model))]
    if problems:
        raise Refused(tuple(problems))
    return _Frozen(allotted, model, totals, due_on)


def _seller(organisation: LiveOrganisation) -> dict[str, object]:
    return {"name": organisation.name, "country_code": organisation.country, **organisation.legal}


def buyer_of(contact: Contact, country: str) -> dict[str, object]:
    """A contact as a party of a document; without a country it is in the seller's."""
    address = {**contact.address}
    if code := country_code(str(address.get("country") or "")):
        address = {**address, "country_code": code, "country": ""}  # printed in the document's language
    party: dict[str, object] = {"country_code": country, **address, **contact.legal}
    named = contact.company or contact.name
    party |= {"name": named, "email": contact.email or "", "phone": contact.phone or ""}
    if contact.company:
        party["contact"] = contact.name
    return party


def _row(organisation: LiveOrganisation, order: Order, frozen: _Frozen) -> Invoice:
    text = frozen.text
    digest = sha256(text)
    allotted, totals = frozen.allotted, frozen.totals
    return Invoice(
        id=new_id(),
        organisation_id=organisation.id,
        kind="invoice",
        number=allotted.number,
        series_id=allotted.series_id,
        counter=allotted.counter,
        contact_id=order.contact_id,
        effect_id=order.effect_id,
        currency=frozen.model["currency"],
        issued_on=allotted.issued_on,
        due_on=frozen.due_on,
        net=totals.net,
        tax=totals.tax,
        total=totals.due,
        model=text,
        model_sha256=digest,
        previous_chain=allotted.previous_chain,
        chain=chain_hash(allotted.previous_chain, digest),
        issued_at=clock.now(),
        state="issued",
        paid_on=None,
    )


def _line_rows(invoice: Invoice, lines: Sequence[Line], totals: Totals) -> list[dict[str, object]]:
    return [
        {
            "id": new_id(),
            "organisation_id": invoice.organisation_id,
            "invoice_id": invoice.id,
            "position": position,
            "product_code": line.product or None,
            "name": line.name,
            "quantity": line.quantity,
            "price": line.price,
            "category": line.category,
            "rate": line.rate,
            "net": net,
        }
        for position, (line, net) in enumerate(zip(lines, totals.line_nets, strict=True), start=1)
    ]


def invoice_facts(invoice: Invoice, model: InvoiceModel) -> dict[str, Json]:
    """An invoice as events and mails see it."""
    return {
        "id": invoice.id,
        "number": invoice.number,
        "currency": invoice.currency,
        "total": model["totals"]["due"],
        "net": model["totals"]["net"],
        "tax": model["totals"]["tax"],
        "issued_on": invoice.issued_on.isoformat(),
        "due_on": invoice.due_on.isoformat(),
        "state": invoice.state,
        "contact_id": invoice.contact_id,
    }


def tell(
    session: GuardedSession,
    organisation: LiveOrganisation,
    kind: str,
    invoice: Invoice,
    cause: str | None = None,
    more: Mapping[str, Json] | None = None,
) -> None:
    """Writes an event about an invoice; `cause` is the effect that led to it, `more` its own facts."""
    above = causes.of_effect(session, organisation.id, cause)
    facts = {**event_facts(session, organisation, invoice), **(more or {})}
    subject = events.Subject(organisation.id, kind, invoice.id, facts, cause, above.depth, above.chain)
    events.write(session, events.plan_event(organisation.index, organisation.stamp, subject))


def event_facts(session: GuardedSession, organisation: LiveOrganisation, invoice: Invoice) -> dict[str, Json]:
    """What rules see of an invoice and of its contact as it is known now, also where it was merged into another one."""
    contact = _contact(session, organisation.id, invoice.contact_id)
    if contact.merged_into_id:  # the invoice still names the row that it was frozen with
        contact = _contact(session, organisation.id, contact.merged_into_id)
    tags = session.scalars(
        select(ContactTag.tag)
        .where(ContactTag.organisation_id == organisation.id, ContactTag.contact_id == contact.id)
        .order_by(ContactTag.tag)
    )
    return {
        "invoice": invoice_facts(invoice, load_model(invoice)),
        "contact": contact_details.facts(contact_details.columns(contact), [*tags]),
        "organisation": organisation.facts,
        "today": clock.today(organisation.zone).isoformat(),
    }


def load_model(invoice: Invoice) -> InvoiceModel:
    """The frozen model as plain data."""
    model: InvoiceModel = json.loads(invoice.model)
    return model


def get(organisation_id: str, invoice_id: str) -> Invoice:
    """An invoice of the organisation. Raises NotFound."""
    found = (
        current_session()
        .scalars(select(Invoice).where(Invoice.organisation_id == organisation_id, Invoice.id == invoice_id))
        .first()
    )
    if found is None:
        raise NotFound(invoice_id)
    return found


def mark_paid(organisation_id: str, invoice_id: str, paid_on: date | None, actor: str) -> None:
    """Marks an invoice as paid, completes its tasks and cancels its reminders. Marking twice changes nothing.

    Raises:
        Refused: the day lies in the future, or before the invoice.
    """
    organisation = live.organisation(organisation_id)
    with transaction() as session:
        invoice = session.scalars(
            select(Invoice)
            .where(Invoice.organisation_id == organisation_id, Invoice.id == invoice_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()
        if invoice is None:
            raise NotFound(invoice_id)
        if invoice.state == "paid":
            return
        day = paid_on or clock.today(organisation.zone)
        _check_paid_on(invoice, day, organisation)
        invoice.state, invoice.paid_on = "paid", day
        session.flush()
        tasks.complete_on(session, organisation_id, invoice_id, tasks.PAID, actor)
        reminders.cancel_for_invoice(session, organisation_id, invoice_id)
        audit.record(session, organisation_id, actor, "invoice.paid", invoice_id, {"paid_on": day.isoformat()})
        tell(session, organisation, "invoice.paid", invoice)


def _check_paid_on(invoice: Invoice, day: date, organisation: LiveOrganisation) -> None:
    if day > clock.today(organisation.zone):
        raise refuse("paid_in_future", "paid_on")
    if day < invoice.issued_on - timedelta(days=366):
        raise refuse("paid_before_issue", "paid_on")


def refuse_change(invoice: Invoice) -> Conflict:
    """An issued document never changes (art. 289 CGI): a correction is a credit note."""
    return Conflict("invoice_is_issued", number=invoice.number)
