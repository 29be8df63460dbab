"""What stands between a visitor and a form: its password, an answer that this browser gave before, that all places are taken."""

import math
from typing import Protocol

from flask import render_template, request
from werkzeug.wrappers import Response

from licorne.services import places
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.throttle import TooManyAttempts
from licorne.web import form_token, public_browser, public_password
from licorne.web.messages import sentence
from licorne.web.public_page import PublicPage
from licorne.web.translate import _, ngettext
from rules.expression.problem import Problem

Answer = str | tuple[str, int] | Response


class Showing(Protocol):
    """What is needed of a visit (`web.public_form.Visit`)."""

    @property
    def form(self) -> LiveForm: ...
    @property
    def organisation(self) -> LiveOrganisation: ...
    @property
    def page(self) -> PublicPage: ...
    @property
    def language(self) -> str: ...
    @property
    def offered(self) -> list[tuple[str, str]]: ...


def before_showing(visit: Showing) -> Answer | None:
    """What is shown in place of the form; None for the form."""
    if not visit.form.definition.limits:
        return None
    if public_password.is_asked(visit.form) and not public_password.is_let_in(visit.form):
        return _asking(visit, "", 200)
    if public_browser.has_answered(visit.form, visit.organisation.id):
        return _instead(visit, "browser_answered_before")
    full = places.lately(visit.organisation.id, visit.form).is_full
    return _instead(visit, "form_full") if full else None


def before_taking(visit: Showing) -> Answer | None:
    """Why a post is not looked at: it bears neither the password nor a pass."""
    if not public_password.is_asked(visit.form):
        return None
    if public_password.WORD not in request.form:
        return None if public_password.is_let_in(visit.form) else _asking(visit, _unasked(), 403)
    try:
        known = public_password.enter(visit.form)
    except TooManyAttempts as error:
        minutes = math.ceil(error.seconds / 60)
        wait = ngettext("Too many tries. Wait a minute.", "Too many tries. Wait %(num)s minutes.", minutes)
        return _asking(visit, wait, 429)
    return None if known else _asking(visit, _("This is not the password of this form."), 403)


def has_only_entered() -> bool:
    """Whether this post is from the page that asks for the password: the form is to be shown."""
    return public_password.WORD in request.form and form_token.NAME not in request.form


def _unasked() -> str:
    """Who sends a page gets to know why it came back; who opens an address has seen nothing yet."""
    return _("This form asks for its password. What you wrote is kept: it is sent with it.")


def _asking(visit: Showing, problem: str, status: int) -> Answer:
    return render_template(
        "public/password.html",
        page=visit.page,
        language=visit.language,
        offered=visit.offered,
        problem=problem,
        written=list(public_password.written()),
        query=request.query_string.decode("ascii", "replace"),
    ), status


def _instead(visit: Showing, code: str) -> str:
    why = sentence(Problem(code))
    return render_template(
        "public/closed.html", page=visit.page, language=visit.language, offered=visit.offered, reason=why, opens=""
    )
