"""Buttons that rules put on contacts, invoices and submissions."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from licorne.adapters.ids import is_id
from licorne.services import buttons
from licorne.web.access import access, may
from licorne.web.identity import member, organisation_id
from licorne.web.translate import _

blueprint = Blueprint("rule_buttons", __name__)
#: Kind of record → the page that shows it.
_PAGES: Final[dict[str, Callable[[UUID], str]]] = {
    "contact": lambda one: url_for("contacts.show", contact_id=one),
    "invoice": lambda one: url_for("invoices.show", invoice_id=one),
    "submission": lambda one: url_for("submissions.show", submission_id=one),
}


@blueprint.post("/buttons/<record>/<uuid:record_id>/press")
@access("member")
def press(record: str, record_id: UUID) -> Response:
    """Presses `button`, once per page (`token`), and comes back to the record."""
    token = request.form.get("token", "")
    if record not in _PAGES or not is_id(token):
        abort(400)
    button, user = request.form.get("button", ""), member().user_id
    buttons.press_once(organisation_id(), token, buttons.Press(button, record, str(record_id), user))
    flash(_("“%(button)s”: the rules are at it.", button=button), "ok")
    return redirect(_PAGES[record](record_id))


def buttons_for(record: str) -> list[str]:
    """The buttons of live rules on a kind of record, for whoever may press them."""
    return buttons.offered(organisation_id(), record) if may("member") else []
