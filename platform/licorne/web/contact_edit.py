"""Writing down a contact, and correcting what its file says."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from sqlalchemy import select
from werkzeug.wrappers import Response

from licorne.billing.parties import countries
from licorne.errors import Conflict, NotFound, Refused
from licorne.models.contact import STAGES, Contact
from licorne.models.database import current_session
from licorne.services import contact_details, contact_edits
from licorne.services.members import members
from licorne.web.access import access
from licorne.web.identity import member, organisation_id
from licorne.web.messages import sentence
from licorne.web.states import stage_mark
from licorne.web.translate import _
from rules.expression.problem import Problem

blueprint = Blueprint("contact_edit", __name__)
#: The hidden field that says what the page showed.
SEEN = "seen"
Answer = str | Response | tuple[str, int]


@blueprint.get("/contacts/new")
@access("member")
def new() -> str:
    """An empty file."""
    return _page(None, {"stage": "prospect", "language": member().language, "owner": member().user_id}, {})


@blueprint.post("/contacts/new")
@access("member")
def add() -> Answer:
    """Opens the file."""
    try:
        made = contact_edits.add(organisation_id(), request.form, member().actor)
    except (Refused, Conflict) as error:
        return _refused(None, error)
    flash(_("The contact is written down."), "ok")
    return redirect(url_for("contacts.show", contact_id=made))


@blueprint.get("/contacts/<uuid:contact_id>/edit")
@access("member")
def edit(contact_id: UUID) -> str:
    """The file as it is now."""
    contact = _contact(str(contact_id))
    own = {"stage": contact.stage, "language": contact.language, "owner": contact.owner_id or ""}
    known = contact_details.attributes(contact_details.columns(contact))
    return _page(contact, {**known, **own, SEEN: contact_edits.seen(contact)}, {})


@blueprint.post("/contacts/<uuid:contact_id>/edit")
@access("member")
def save(contact_id: UUID) -> Answer:
    """Keeps what was typed; the same page sent twice changes nothing more."""
    contact = _contact(str(contact_id))
    try:
        changed = contact_edits.correct(
            organisation_id(), contact.id, request.form, request.form.get(SEEN, ""), member().actor
        )
    except (Refused, Conflict) as error:
        return _refused(contact, error)
    flash(_("Saved. Invoices that are issued keep what they say.") if changed else _("Nothing was changed."), "ok")
    return redirect(url_for("contacts.show", contact_id=contact_id))


def _contact(contact_id: str) -> Contact:
    mine = (Contact.organisation_id == organisation_id(), Contact.id == contact_id, Contact.merged_into_id.is_(None))
    found = current_session().scalar(select(Contact).where(*mine))
    if found is None:
        raise NotFound(contact_id)
    return found


def _refused(contact: Contact | None, error: Refused | Conflict) -> Answer:
    """Everything that was typed, with what is wrong; after a change by somebody else, saving again takes this page's word."""
    typed, status = dict(request.form), 422 if isinstance(error, Refused) else 409
    if isinstance(error, Refused):
        errors = {problem.place: sentence(problem) for problem in reversed(error.problems)}
        return _page(contact, typed, errors), status
    if contact is not None:
        typed[SEEN] = contact_edits.seen(contact)
    return _page(contact, typed, {}, error.problem), status


def _page(
    contact: Contact | None, typed: Mapping[str, str], errors: Mapping[str, str], problem: Problem | None = None
) -> str:
    return render_template(
        "app/contact_edit.html",
        contact=contact,
        typed=typed,
        errors=errors,
        alert=sentence(problem) if problem else "",
        other=problem.parameters.get("contact", "") if problem else "",
        countries=_countries(),
        people=[("", _("nobody")), *((user.id, user.name) for _membership, user in members(organisation_id()))],
        stages=[(stage, stage_mark(stage).word) for stage in STAGES],
    )


def _countries() -> list[tuple[str, str]]:
    """Code and name of every country, none first, in the reader's order."""
    found = countries(str(get_locale() or "en"))
    return [("", _("not known")), *sorted(found.items(), key=lambda one: one[1].casefold())]
