"""I4: numbers without gap or double, dates in order. I5: documents and files are what was issued. I6: every cent adds up."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from licorne.billing.canonical import chain_hash, sha256
from licorne.billing.check import recompute
from licorne.billing.currency import minor_units
from licorne.billing.numbering import format_number
from licorne.models.database import current_session
from licorne.models.invoice import DocumentFile, FileContent, Invoice, InvoiceLine, NumberSeries
from licorne.models.upload import FormUpload, UploadContent
from licorne.services.finding import Finding, check
from licorne.services.numbering import GENESIS


@check
def numbers_have_no_gap(organisation_id: str) -> Iterator[Finding]:
    """I4, and the chain of I5."""
    session = current_session()
    for series in session.scalars(select(NumberSeries).where(NumberSeries.organisation_id == organisation_id)).all():
        invoices = session.scalars(
            select(Invoice)
            .where(Invoice.organisation_id == organisation_id, Invoice.series_id == series.id)
            .order_by(Invoice.counter)
        ).all()
        yield from _sequence(series, invoices)
        yield from _chain(series, invoices)


def _sequence(series: NumberSeries, invoices: Sequence[Invoice]) -> Iterator[Finding]:
    counters = [invoice.counter for invoice in invoices]
    if counters != list(range(1, series.last_counter + 1)):
        yield Finding(
            "I4", f"{series.name} {series.period}", f"{len(counters)} numbers, the series is at {series.last_counter}"
        )
    for invoice in invoices:
        if invoice.number != format_number(series.pattern, invoice.counter, invoice.issued_on):
            yield Finding("I4", invoice.number, f"is not the number of counter {invoice.counter}")
    for before, after in pairwise(invoices):
        if after.issued_on < before.issued_on:
            yield Finding("I4", after.number, f"is dated before {before.number}")


def _chain(series: NumberSeries, invoices: Sequence[Invoice]) -> Iterator[Finding]:
    previous = GENESIS
    for invoice in invoices:
        if invoice.previous_chain != previous or invoice.chain != chain_hash(previous, invoice.model_sha256):
            yield Finding("I5", invoice.number, "breaks the chain of its series")
        previous = invoice.chain
    if invoices and series.last_chain != previous:
        yield Finding("I5", f"{series.name} {series.period}", "its head is not the chain's last link")


@check
def documents_are_as_issued(organisation_id: str) -> Iterator[Finding]:
    """I5 and I6 of each invoice."""
    for invoice in current_session().scalars(select(Invoice).where(Invoice.organisation_id == organisation_id)):
        if sha256(invoice.model) != invoice.model_sha256:
            yield Finding("I5", invoice.number, "its model is not what was issued")
        yield from _amounts(invoice, json.loads(invoice.model))


def _amounts(invoice: Invoice, model: dict[str, Any]) -> Iterator[Finding]:
    for problem in recompute(model):
        yield Finding("I6", invoice.number, f"{problem.code} at {problem.place}")
    for column, name in (("net", "net"), ("tax", "tax"), ("total", "due")):
        if getattr(invoice, column) != minor_units(model["totals"][name], invoice.currency):
            yield Finding("I6", invoice.number, f"its {column} is not that of its model")
    if (invoice.number, invoice.issued_on.isoformat()) != (model["number"], model["issued"]):
        yield Finding("I5", invoice.number, "its number or date is not that of its model")


@check
def lines_add_up(organisation_id: str) -> Iterator[Finding]:
    """I6: the lines kept for lists are those of the model."""
    session = current_session()
    lines: dict[str, list[tuple[int, int]]] = {}
    rows = session.execute(
        select(InvoiceLine.invoice_id, InvoiceLine.position, InvoiceLine.net)
        .where(InvoiceLine.organisation_id == organisation_id)
        .order_by(InvoiceLine.invoice_id, InvoiceLine.position)
    )
    for invoice_id, position, net in rows:
        lines.setdefault(invoice_id, []).append((position, net))
    for invoice in session.scalars(select(Invoice).where(Invoice.organisation_id == organisation_id)):
        model = json.loads(invoice.model)
        wanted = [(line["number"], minor_units(line["net"], invoice.currency)) for line in model["lines"]]
        if lines.get(invoice.id, []) != wanted:
            yield Finding("I6", invoice.number, "its lines are not those of its model")


@check
def files_are_whole(organisation_id: str) -> Iterator[Finding]:
    """I5: the bytes that were stored are the bytes that are served."""
    rows = current_session().execute(
        select(DocumentFile, FileContent.content)
        .outerjoin(
            FileContent,
            (FileContent.file_id == DocumentFile.id) & (FileContent.organisation_id == DocumentFile.organisation_id),
        )
        .where(DocumentFile.organisation_id == organisation_id)
        .execution_options(yield_per=50)
    )
    for file, content in rows:
        yield from _whole(file, content)


@check
def uploads_are_whole(organisation_id: str) -> Iterator[Finding]:
    """I5: so are those of customers' files."""
    rows = current_session().execute(
        select(FormUpload, UploadContent.content)
        .outerjoin(
            UploadContent,
            (UploadContent.upload_id == FormUpload.id) & (UploadContent.organisation_id == FormUpload.organisation_id),
        )
        .where(FormUpload.organisation_id == organisation_id)
        .execution_options(yield_per=5)
    )
    for file, content in rows:
        yield from _whole(file, content)


def _whole(file: DocumentFile | FormUpload, content: bytes | None) -> Iterator[Finding]:
    if content is None:
        yield Finding("I5", file.name, "its bytes are missing")
    elif hashlib.sha256(content).hexdigest() != file.sha256 or len(content) != file.size:
        yield Finding("I5", file.name, "its bytes are not those that were stored")
