"""Invoices: read, take the PDF, mark as paid. Issued ones never change: every attempt is answered 409."""

import json
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Final

from flask import Response, send_file
from sqlalchemy import select

from licorne.api.collection import Collection, Item, filter_by
from licorne.api.route import Answer, Body, Call, Route
from licorne.api.schemas import (
    COUNT,
    CURRENCY,
    DATE,
    HASH,
    ID,
    INSTANT,
    MONEY,
    OPEN,
    TEXT,
    Schema,
    extended,
    one_of,
    or_null,
    record,
)
from licorne.billing.currency import major_text
from licorne.errors import refuse
from licorne.models.database import current_session
from licorne.models.invoice import DocumentFile, Invoice
from licorne.services import files, invoices

STATES: Final = ("issued", "paid")
PDF: Final = record({"name": TEXT, "size": COUNT, "sha256": HASH})
_INVOICE: Final[dict[str, Schema]] = {
    "id": ID,
    "kind": TEXT,
    "number": TEXT,
    "state": one_of(*STATES),
    "contact_id": ID,
    "currency": CURRENCY,
    "net": MONEY,
    "tax": MONEY,
    "total": MONEY,
    "issued_on": DATE,
    "due_on": DATE,
    "paid_on": or_null(DATE),
    "issued_at": INSTANT,
    "sha256": HASH,
    "pdf": or_null(PDF),
}
PAYMENT: Final[Schema] = {"type": "object", "properties": {"paid_on": DATE}, "additionalProperties": False}


def present(organisation_id: str, rows: Sequence[Invoice]) -> list[Item]:
    """Items of invoices."""
    found = current_session().scalars(
        select(DocumentFile).where(
            DocumentFile.organisation_id == organisation_id,
            DocumentFile.kind == files.PDF,
            DocumentFile.invoice_id.in_([row.id for row in rows]),
        )
    )
    pdfs = {file.invoice_id: file for file in found}
    return [_item(row, pdfs.get(row.id)) for row in rows]


def _item(invoice: Invoice, pdf: DocumentFile | None) -> Item:
    currency = invoice.currency
    return {
        "id": invoice.id,
        "kind": invoice.kind,
        "number": invoice.number,
        "state": invoice.state,
        "contact_id": invoice.contact_id,
        "currency": currency,
        "net": major_text(invoice.net, currency),
        "tax": major_text(invoice.tax, currency),
        "total": major_text(invoice.total, currency),
        "issued_on": invoice.issued_on.isoformat(),
        "due_on": invoice.due_on.isoformat(),
        "paid_on": invoice.paid_on.isoformat() if invoice.paid_on else None,
        "issued_at": invoice.issued_at.isoformat(),
        "sha256": invoice.model_sha256,
        "pdf": {"name": pdf.name, "size": pdf.size, "sha256": pdf.sha256} if pdf else None,
    }


def _detail(invoice: Invoice) -> Item:
    return {"model": json.loads(invoice.model)}


INVOICES: Final = Collection(
    "invoices",
    "Invoice",
    Invoice,
    present,
    (filter_by("contact", Invoice.contact_id), filter_by("state", Invoice.state, one_of(*STATES))),
    _detail,
)


def pdf(call: Call) -> Response:
    """The stored bytes; 404 while they are not rendered."""
    invoice = INVOICES.row(call)
    file = files.invoice_pdf(call.organisation_id, invoice.id)
    return send_file(
        BytesIO(file.content), file.media_type, as_attachment=True, download_name=file.name, etag=file.sha256
    )


def mark_paid(call: Call) -> Answer:
    """Marks as paid; doing so twice changes nothing."""
    body = call.body
    assert isinstance(body, dict)
    invoices.mark_paid(call.organisation_id, call.id, _day(body.get("paid_on")), call.actor)
    return Answer(INVOICES.one(call))


def _day(text: object) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise refuse("date_format", "paid_on") from error


def refuse_change(call: Call) -> Answer:
    """An issued document never changes (art. 289 CGI)."""
    raise invoices.refuse_change(INVOICES.row(call))


_NEVER: Final = "Refused with 409: an issued invoice never changes"
ROUTES: Final = (
    *INVOICES.routes,
    Route(
        "GET", "/invoices/<id>/pdf", "get_invoice_pdf", "Get the PDF", pdf, {200: "File"}, media_type="application/pdf"
    ),
    Route(
        "POST",
        "/invoices/<id>/paid",
        "mark_invoice_paid",
        "Mark as paid, today or on a given day",
        mark_paid,
        {200: "InvoiceDetail"},
        body=Body(PAYMENT, required=False),
    ),
    *(
        Route(method, "/invoices/<id>", f"{name}_invoice", _NEVER, refuse_change, {})
        for method, name in (("PATCH", "change"), ("PUT", "replace"), ("DELETE", "delete"))
    ),
)
SCHEMAS: Final[dict[str, Schema]] = {
    "Invoice": record(_INVOICE),
    "InvoiceDetail": extended(
        _INVOICE, model={**OPEN, "description": "the frozen document, whose canonical JSON has the hash"}
    ),
}
