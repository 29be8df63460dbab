"""Filling in a form for a client: from the contact's page, which knows who it is for."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from forms.contact import known_answers
from forms.definition import FormDefinition
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound
from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.form import Form
from licorne.services import contact_details, live, personal_links, uploads
from licorne.services.filling import Hand, fill_in
from licorne.services.posts import Posted
from licorne.web import form_token, public_files, public_rows
from licorne.web.access import access, takes_answers, takes_files
from licorne.web.identity import member, organisation_id
from licorne.web.messages import sentence
from licorne.web.public_files import Files
from licorne.web.staff_form import Desk, Frame
from licorne.web.submissions import url_of
from licorne.web.translate import _, ngettext

blueprint = Blueprint("contacts_filling", __name__)
#: Forms to choose from.
MOST = 100


@blueprint.get("/contacts/<uuid:contact_id>/fill")
@access("member")
def choose(contact_id: UUID) -> str:
    """Which form."""
    contact = _contact(str(contact_id))
    forms = current_session().scalars(
        select(Form)
        .where(Form.organisation_id == organisation_id(), Form.live_version_id.is_not(None))
        .order_by(Form.id.desc())
        .limit(MOST)
    )
    return render_template("app/fill_in.html", contact=contact, forms=list(forms))


@blueprint.get("/contacts/<uuid:contact_id>/fill/<uuid:form_id>")
@access("member")
def show(contact_id: UUID, form_id: UUID) -> str:
    """The form, with what is known of the contact filled in."""
    contact = _contact(str(contact_id))
    desk = _desk(str(form_id))
    return desk.page(
        _frame(contact, desk, form_token.mint(desk.form.id)), _known(desk.form.definition, contact), told=False
    )


@blueprint.post("/contacts/<uuid:contact_id>/fill/<uuid:form_id>")
@access("member")
@takes_answers
@takes_files
def send(contact_id: UUID, form_id: UUID) -> Response | str | tuple[str, int]:
    """Takes the answers, once per page; rules answer them as a customer's."""
    contact = _contact(str(contact_id))
    desk = _desk(str(form_id))
    minted = request.form.get(form_token.NAME, "")
    desk = replace(desk, files=_taken(desk, minted))
    frame = _frame(contact, desk, minted)
    post = public_rows.with_rows(desk.form.definition, desk.files.post)
    if public_rows.is_about_rows(request.form):
        return desk.page(frame, post, told=False)
    reading = desk.read(dict(post.lists()))
    if reading.problems:
        return desk.page(frame, post, told=True), 422
    posted = Posted(reading.answers, form_token.read(desk.form.id, minted) or new_id(), _language(desk, contact))
    try:
        made = fill_in(desk.form, desk.organisation, posted, Hand(member().actor, contact.id))
    except Conflict as conflict:
        return _again(contact, desk, post, conflict), 409
    flash(_("Sent for %(name)s.", name=contact.name), "ok")
    return redirect(url_of(made))


@blueprint.post("/contacts/<uuid:contact_id>/fill/<uuid:form_id>/link")
@access("member")
def link(contact_id: UUID, form_id: UUID) -> str:
    """A link for the contact, to fill in the form without typing what is known. Shown this once, to be passed on."""
    url = personal_links.made(organisation_id(), str(form_id), str(contact_id), member().actor)
    days = personal_links.LASTS.days
    told = ngettext(
        "Whoever has it sees what you know of the contact. It is good for one day.",
        "Whoever has it sees what you know of the contact. It is good for %(num)s days.",
        days,
    )
    return render_template("app/personal_link.html", contact=_contact(str(contact_id)), url=url, told=told)


def _taken(desk: Desk, minted: str) -> Files:
    """Keeps the files of this post under its page."""
    token = form_token.read(desk.form.id, minted)
    page = uploads.Page(desk.organisation.id, desk.form.id, token) if token else None
    return public_files.taken_for(desk.form.definition, page)


def _again(contact: Contact, desk: Desk, post: public_rows.Post, conflict: Conflict) -> str:
    """The answers on a fresh page; their files go along."""
    fresh = form_token.mint(desk.form.id)
    files = public_files.moved(desk.form, desk.organisation.id, post, fresh)
    desk = replace(desk, files=files)
    return desk.page(_frame(contact, desk, fresh), files.post, told=False, alert=sentence(conflict.problem))


def _contact(contact_id: str) -> Contact:
    statement = select(Contact).where(Contact.organisation_id == organisation_id(), Contact.id == contact_id)
    found = current_session().scalar(statement)
    if found is None:
        raise NotFound(contact_id)
    return found


def _desk(form_id: str) -> Desk:
    slug = current_session().scalar(
        select(Form.slug).where(
            Form.organisation_id == organisation_id(), Form.id == form_id, Form.live_version_id.is_not(None)
        )
    )
    if slug is None:
        raise NotFound(form_id)
    form, organisation = live.form_at(slug)
    return Desk(form, organisation, clock.today(organisation.zone), organisation.catalogue)


def _language(desk: Desk, contact: Contact) -> str:
    """The client's own where the form has it: invoices and mails follow it."""
    definition = desk.form.definition
    return contact.language if contact.language in definition.languages else definition.default_language


def _known(definition: FormDefinition, contact: Contact) -> public_rows.Post | None:
    """What the file says of the contact, in the questions that ask it."""
    known = contact_details.attributes(contact_details.columns(contact))
    given = known_answers(definition, known)
    return MultiDict((name, value) for name, values in given.items() for value in values) or None


def _frame(contact: Contact, desk: Desk, token: str) -> Frame:
    return Frame(
        request.path,
        url_for("contacts.show", contact_id=contact.id),
        _("You answer for %(name)s. The submission says that you filled it in.", name=contact.name),
        _("Send for %(name)s", name=contact.name),
        {form_token.NAME: token},
    )
