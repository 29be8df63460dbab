"""Contacts: people and companies, with everything that happened between them and the organisation."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import func, or_, select
from werkzeug.wrappers import Response

from licorne.errors import NotFound
from licorne.models.contact import STAGES, Contact, ContactTag
from licorne.models.database import current_session
from licorne.models.invoice import DocumentFile, Invoice
from licorne.models.organisation import User
from licorne.services.contact_merge import family
from licorne.web.access import access
from licorne.web.contact_merging import Alike, alike
from licorne.web.contact_timeline import timeline
from licorne.web.days import Day
from licorne.web.identity import organisation_id
from licorne.web.paging import AnySelect, page_of, pattern, search_words
from licorne.web.tabs import Tab, tab
from licorne.web.translate import _

blueprint = Blueprint("contacts", __name__)


@dataclass(frozen=True, slots=True)
class Balance:
    """What a contact owes, per currency, in minor units."""

    currency: str
    open: int
    invoiced: int


@dataclass(frozen=True, slots=True)
class Detail:
    """A contact's file."""

    contact: Contact
    owner: str
    tags: list[str]
    balances: list[Balance]
    invoices: list[Invoice]
    files: list[DocumentFile]
    days: list[Day]
    alike: list[Alike]

    @property
    def place(self) -> str:
        """The address on one line."""
        parts = [self.contact.address.get(name) for name in ("street", "postcode", "city", "country")]
        return ", ".join(str(part) for part in parts if part)


@blueprint.get("/contacts")
@access("viewer")
def index() -> str:
    """The newest first; `?stage=` keeps prospects or clients."""
    words, stage = search_words(), request.args.get("stage", "")
    page = page_of(_listed(words, stage), Contact.id, lambda row: str(row[0].id), lambda row: row[0])
    return render_template("app/contacts.html", page=page, words=words, stage=stage, tabs=_tabs(stage))


@blueprint.get("/contacts/<uuid:contact_id>")
@access("viewer")
def show(contact_id: UUID) -> str | Response:
    """One contact's file; one that was merged leads to the one that it is part of."""
    detail = _detail(str(contact_id))
    if detail.contact.merged_into_id:
        return redirect(url_for("contacts.show", contact_id=detail.contact.merged_into_id))
    return render_template("app/contact.html", detail=detail)


def _tabs(stage: str) -> list[Tab]:
    words = {"": _("All"), "prospect": _("Prospects"), "client": _("Clients")}
    return [tab(word, url_for("contacts.index", stage=name or None), name == stage) for name, word in words.items()]


def _listed(words: str, stage: str) -> AnySelect:
    statement = select(Contact).where(Contact.organisation_id == organisation_id(), Contact.merged_into_id.is_(None))
    if stage in STAGES:
        statement = statement.where(Contact.stage == stage)
    if words:
        like = pattern(words)
        columns = (Contact.name, Contact.email, Contact.company, Contact.phone)
        statement = statement.where(or_(*(column.ilike(like, escape="\\") for column in columns)))
    return statement


def _detail(contact_id: str) -> Detail:
    organisation = organisation_id()
    session = current_session()
    contact = session.scalar(select(Contact).where(Contact.organisation_id == organisation, Contact.id == contact_id))
    if contact is None:
        raise NotFound(contact_id)
    whole = family(organisation, contact_id)
    mine = (Invoice.organisation_id == organisation, Invoice.contact_id.in_(whole))
    files = (DocumentFile.organisation_id == organisation, DocumentFile.contact_id.in_(whole))
    return Detail(
        contact=contact,
        owner=session.scalar(select(User.name).where(User.id == contact.owner_id)) or "",
        tags=_tags(organisation, contact_id),
        balances=_balances(organisation, contact_id),
        invoices=list(session.scalars(select(Invoice).where(*mine).order_by(Invoice.id.desc()).limit(20))),
        files=list(session.scalars(select(DocumentFile).where(*files).order_by(DocumentFile.id.desc()).limit(20))),
        days=timeline(organisation, contact_id),
        alike=[] if contact.merged_into_id else alike(contact),
    )


def _tags(organisation: str, contact_id: str) -> list[str]:
    statement = select(ContactTag.tag).where(
        ContactTag.organisation_id == organisation, ContactTag.contact_id == contact_id
    )
    return list(current_session().scalars(statement.order_by(ContactTag.tag)))


def _balances(organisation: str, contact_id: str) -> list[Balance]:
    unpaid = func.coalesce(func.sum(Invoice.total).filter(Invoice.state != "paid"), 0)
    statement = (
        select(Invoice.currency, unpaid, func.sum(Invoice.total))
        .where(Invoice.organisation_id == organisation, Invoice.contact_id.in_(family(organisation, contact_id)))
        .group_by(Invoice.currency)
        .order_by(Invoice.currency)
    )
    return [Balance(currency, int(owed), int(total)) for currency, owed, total in current_session().execute(statement)]
