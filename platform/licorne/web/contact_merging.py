"""Two contacts that may be one: put side by side, merged by a person, or called different."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from licorne.errors import NotFound
from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.services import contact_merge, lookalikes
from licorne.web.access import access
from licorne.web.identity import member, organisation_id
from licorne.web.translate import _

blueprint = Blueprint("contacts_merging", __name__)
_REASONS: Final[dict[str, Callable[[], str]]] = {
    "email": lambda: _("same e-mail"),
    "phone": lambda: _("same phone"),
    "name": lambda: _("same name"),
    "similar_name": lambda: _("similar name"),
    "company": lambda: _("same company"),
    "domain": lambda: _("same e-mail domain"),
}


@dataclass(frozen=True, slots=True)
class Alike:
    """A contact that may be the same, with why in words."""

    contact: Contact
    reasons: list[str]


def alike(contact: Contact) -> list[Alike]:
    """What the contact's page tells of."""
    return [Alike(one.contact, [_REASONS[reason]() for reason in one.reasons]) for one in lookalikes.of(contact)]


@blueprint.get("/contacts/<uuid:contact_id>/merge/<uuid:other_id>")
@access("member")
def compare(contact_id: UUID, other_id: UUID) -> str:
    """Both, side by side."""
    pair = (_contact(str(contact_id)), _contact(str(other_id)))
    return render_template("app/contact_merge.html", pair=pair, rows=_rows(*pair))


@blueprint.post("/contacts/<uuid:contact_id>/merge/<uuid:other_id>")
@access("member")
def merge(contact_id: UUID, other_id: UUID) -> Response:
    """Makes one of them; `keep` says which one stays."""
    first, second = str(contact_id), str(other_id)
    kept, gone = (second, first) if request.form.get("keep") == second else (first, second)
    contact_merge.merge(organisation_id(), kept, gone, member().actor)
    flash(_("Merged. The trail says what moved; issued documents keep the name that they bear."), "ok")
    return redirect(url_for("contacts.show", contact_id=kept))


@blueprint.post("/contacts/<uuid:contact_id>/apart/<uuid:other_id>")
@access("member")
def apart(contact_id: UUID, other_id: UUID) -> Response:
    """Nobody is asked about these two again."""
    first, second = _contact(str(contact_id)).id, _contact(str(other_id)).id
    lookalikes.call_different(organisation_id(), first, second, member().actor)
    flash(_("Remembered: these are two."), "ok")
    return redirect(url_for("contacts.show", contact_id=first))


def _contact(contact_id: str) -> Contact:
    statement = select(Contact).where(Contact.organisation_id == organisation_id(), Contact.id == contact_id)
    found = current_session().scalar(statement)
    if found is None or found.merged_into_id is not None:
        raise NotFound(contact_id)
    return found


def _rows(first: Contact, second: Contact) -> list[tuple[str, str, str]]:
    """What both files say, in words."""
    words = {"name": _("Name"), "company": _("Company"), "email": _("E-mail"), "phone": _("Phone")}
    return [(word, getattr(first, name) or "–", getattr(second, name) or "–") for name, word in words.items()]
