"""The page that shows the link of saved answers, and has it mailed to whoever wants it there."""

import math

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from licorne.adapters import clock
from licorne.errors import NotFound, Refused
from licorne.services import saved_answers, saved_mails, throttle
from licorne.services.saved_mails import Wish
from licorne.services.throttle import TooManyAttempts
from licorne.web import form_token, public_saved
from licorne.web.messages import sentence
from licorne.web.public_gate import Showing
from licorne.web.translate import _, ngettext

Answer = str | tuple[str, int] | Response
#: The box, and the argument of the page that says that the mail is on its way.
TO, MAILED = "to", "mailed"


def answer(visit: Showing) -> Answer | None:
    """The page, or what became of the wish for a mail; None where nothing is kept any more."""
    found = public_saved.asked_for(visit.form, visit.organisation.id)
    if found is None:
        return None
    return _mailed(visit, found) if request.method == "POST" else _page(visit, found, "")


def _mailed(visit: Showing, found: saved_answers.Saved) -> Answer | None:
    page = form_token.read(visit.form.id, request.form.get(form_token.NAME, ""))
    if page is None:
        return _page(visit, found, _("This page was not complete. Please send it once more.")), 400
    wish = Wish(
        request.args[public_saved.NAME], request.form.get(TO, ""), page, visit.language, throttle.network_of(request.remote_addr)
    )
    try:
        saved_mails.send(visit.form, visit.organisation.id, wish)
    except Refused as refused:
        return _page(visit, found, sentence(refused.problems[0])), 422
    except TooManyAttempts as error:
        return _page(visit, found, _wait(error.seconds)), 429
    except NotFound:  # it was sent this moment
        return None
    there = public_saved.url("public_form.saved", visit.form.slug, visit.language, wish.secret)
    return redirect(f"{there}&{MAILED}=1", 303)


def _wait(seconds: int) -> str:
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Enough mails went out. Copy the link, or wait a minute.",
        "Enough mails went out. Copy the link, or wait %(num)s minutes.",
        minutes,
    )


def _page(visit: Showing, found: saved_answers.Saved, problem: str) -> str:
    secret = request.args[public_saved.NAME]
    return render_template(
        "public/saved.html",
        page=visit.page,
        language=visit.language,
        offered=visit.offered,
        url=saved_answers.whole_address(visit.form.slug, visit.language, secret),
        action=public_saved.url("public_form.saved", visit.form.slug, visit.language, secret),
        until=clock.date_in(found.expires_at, visit.organisation.zone),
        token=form_token.mint(visit.form.id),
        problem=problem,
        to=request.form.get(TO, "").replace("\0", "")[:320],
        mailed=MAILED in request.args and not problem,
    )
