"""Invoices: the list, the document with its history, the PDF, marking as paid."""

import json
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from sqlalchemy import or_, select
from werkzeug.wrappers import Response

from licorne.adapters import clock
from licorne.errors import NotFound
from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.invoice import DocumentFile, FileContent, Invoice
from licorne.services import invoices as service
from licorne.web.access import access
from licorne.web.days import Day
from licorne.web.identity import member, organisation_id, zone_of
from licorne.web.invoice_timeline import timeline
from licorne.web.paging import AnySelect, page_of, pattern, search_words
from licorne.web.paper import Paper, paper_of
from licorne.web.tabs import Tab, tab
from licorne.web.translate import _

blueprint = Blueprint("invoices", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """An invoice in the list."""

    invoice: Invoice
    client: str


@dataclass(frozen=True, slots=True)
class Detail:
    """An invoice, its paper, and what happened around it."""

    invoice: Invoice
    contact: Contact
    paper: Paper
    pdf: DocumentFile | None
    run_id: str | None
    days: list[Day]


@blueprint.get("/invoices")
@access("viewer")
def index() -> str:
    """The newest first; `?state=` keeps open, late or paid ones."""
    words, state = search_words(), request.args.get("state", "")
    page = page_of(_listed(words, state), Invoice.id, lambda row: str(row[0].id), lambda row: Row(*row))
    return render_template("app/invoices.html", page=page, words=words, state=state, tabs=_tabs(state), today=_today())


@blueprint.get("/invoices/<uuid:invoice_id>")
@access("viewer")
def show(invoice_id: UUID) -> str:
    """One invoice."""
    return render_template("app/invoice.html", detail=_detail(str(invoice_id)), today=_today())


@blueprint.get("/invoices/<uuid:invoice_id>/pdf")
@access("viewer")
def pdf(invoice_id: UUID) -> Response:
    """The PDF as it was made once; it is never made again."""
    organisation = organisation_id()
    row = (
        current_session()
        .execute(
            select(DocumentFile.name, DocumentFile.media_type, FileContent.content)
            .join(
                FileContent,
                (FileContent.organisation_id == DocumentFile.organisation_id)
                & (FileContent.file_id == DocumentFile.id),
            )
            .where(DocumentFile.organisation_id == organisation, DocumentFile.invoice_id == str(invoice_id))
            .where(DocumentFile.kind == "pdf")
        )
        .first()
    )
    if row is None:
        raise NotFound(str(invoice_id))
    return send_file(BytesIO(row.content), row.media_type, as_attachment=True, download_name=row.name)


@blueprint.post("/invoices/<uuid:invoice_id>/paid")
@access("member")
def mark_paid(invoice_id: UUID) -> Response:
    """Marks it as paid: its task is completed, its reminders are cancelled."""
    service.mark_paid(organisation_id(), str(invoice_id), _today(), member().actor)
    flash(_("Marked as paid. Its task is done and its reminders are cancelled."), "ok")
    return redirect(url_for("invoices.show", invoice_id=invoice_id))


def _today() -> date:
    return clock.today(zone_of(member()))


def _tabs(state: str) -> list[Tab]:
    words = {"": _("All"), "open": _("Open"), "late": _("Late"), "paid": _("Paid")}
    return [tab(word, url_for("invoices.index", state=name or None), name == state) for name, word in words.items()]


def _listed(words: str, state: str) -> AnySelect:
    statement = (
        select(Invoice, Contact.name)
        .join(Contact, (Contact.organisation_id == Invoice.organisation_id) & (Contact.id == Invoice.contact_id))
        .where(Invoice.organisation_id == organisation_id())
    )
    if words:
        like = pattern(words)
        statement = statement.where(or_(Invoice.number.ilike(like, escape="\\"), Contact.name.ilike(like, escape="\\")))
    return _in_state(statement, state)


def _in_state(statement: AnySelect, state: str) -> AnySelect:
    if state == "paid":
        return statement.where(Invoice.state == "paid")
    if state == "open":
        return statement.where(Invoice.state != "paid")
    if state == "late":
        return statement.where(Invoice.state != "paid", Invoice.due_on < _today())
    return statement


def _detail(invoice_id: str) -> Detail:
    organisation = organisation_id()
    session = current_session()
    row = session.execute(
        select(Invoice, Contact, Effect.run_id)
        .join(Contact, (Contact.organisation_id == Invoice.organisation_id) & (Contact.id == Invoice.contact_id))
        .outerjoin(Effect, (Effect.organisation_id == Invoice.organisation_id) & (Effect.id == Invoice.effect_id))
        .where(Invoice.organisation_id == organisation, Invoice.id == invoice_id)
    ).first()
    if row is None:
        raise NotFound(invoice_id)
    invoice, contact, run_id = row
    file = session.scalar(
        select(DocumentFile).where(
            DocumentFile.organisation_id == organisation,
            DocumentFile.invoice_id == invoice_id,
            DocumentFile.kind == "pdf",
        )
    )
    paper = paper_of(json.loads(invoice.model))
    return Detail(invoice, contact, paper, file, run_id, timeline(organisation, invoice, run_id))
