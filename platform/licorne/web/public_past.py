"""What earlier submissions say about answers that are being sent. Asking is counted: a form must not be a list of who answered it."""

from typing import Final

from flask import request

from forms.validate import Reading
from licorne.services import past_answers, submissions, throttle
from licorne.services.live import LiveForm
from licorne.services.throttle import Purse, TooManyAttempts
from licorne.web import form_token
from licorne.web.translate import _
from rules.expression.json_types import Json

#: Lookups from one network in a quarter of an hour.
_MOST: Final = 30


def known(form: LiveForm, organisation_id: str, reading: Reading) -> dict[str, Json] | None:
    """The fact `past`; None where this network has asked too often. A page that was accepted already is not compared with itself."""
    page = form_token.read(form.id, request.form.get(form_token.NAME, ""))
    if page is None or submissions.was_sent(organisation_id, form.id, page):
        return {}
    try:
        throttle.spend(Purse(f"past {form.id}", throttle.network_of(request.remote_addr), _MOST))
    except TooManyAttempts:
        return None
    return past_answers.known(organisation_id, form, reading.answers)


def too_often() -> str:
    """What is said to a network that asked too often."""
    return _("This form was sent very often from here. Please wait a quarter of an hour and send it once more.")
