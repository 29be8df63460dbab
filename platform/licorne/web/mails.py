"""Mails that went out, with what the server answered; each can be read as it was sent."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, make_response, render_template
from sqlalchemy import or_, select
from werkzeug.wrappers import Response

from licorne.errors import NotFound
from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.work import Message
from licorne.web.access import access
from licorne.web.identity import organisation_id
from licorne.web.paging import AnySelect, page_of, pattern, search_words

blueprint = Blueprint("mails", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """A mail with whom it belongs to and the run that sent it."""

    mail: Message
    contact_name: str | None
    run_id: str | None


@blueprint.get("/mails")
@access("viewer")
def index() -> str:
    """The newest first."""
    words = search_words()
    page = page_of(_listed(words), Message.id, lambda row: str(row[0].id), lambda row: Row(*row))
    return render_template("app/mails.html", page=page, words=words)


@blueprint.get("/mails/<uuid:mail_id>")
@access("viewer")
def show(mail_id: UUID) -> str:
    """One mail: heads, answer of the server, text, and its HTML in a frame that runs nothing."""
    row = current_session().execute(_mails().where(Message.id == str(mail_id))).first()
    if row is None:
        raise NotFound(str(mail_id))
    return render_template("app/mail.html", row=Row(*row))


@blueprint.get("/mails/<uuid:mail_id>/body")
@access("viewer")
def body(mail_id: UUID) -> Response:
    """The HTML part alone, under a policy of its own: no script, no request to anywhere (`headers`)."""
    html = current_session().scalar(
        select(Message.html).where(Message.organisation_id == organisation_id(), Message.id == str(mail_id))
    )
    if html is None:
        raise NotFound(str(mail_id))
    return make_response(html, {"Content-Type": "text/html; charset=utf-8"})


def _mails() -> AnySelect:
    same = Message.organisation_id
    return (
        select(Message, Contact.name, Effect.run_id)
        .outerjoin(Contact, (Contact.organisation_id == same) & (Contact.id == Message.contact_id))
        .join(Effect, (Effect.organisation_id == same) & (Effect.id == Message.effect_id))
        .where(Message.organisation_id == organisation_id())
    )


def _listed(words: str) -> AnySelect:
    if not words:
        return _mails()
    like = pattern(words)
    return _mails().where(or_(Message.subject.ilike(like, escape="\\"), Message.recipient.ilike(like, escape="\\")))
