"""Errors as pages that say what happened and where to go. The API answers for itself.

An error page never fails: from 500 on it is in the public frame and asks the database nothing, which may be what is broken.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Flask, g, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from licorne.errors import Conflict, NotFound, Refused
from licorne.web import language, storage
from licorne.web.access import PUBLIC
from licorne.web.identity import member_or_none
from licorne.web.messages import sentence
from licorne.web.security_log import security_event
from licorne.web.translate import _

Answer = tuple[str, int]
log = logging.getLogger(__name__)
#: Seconds after which trying again may help.
_PATIENCE: Final = "5"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What an error page says; `url` and `way_out` are the link that leads on."""

    status: int
    title: str
    text: str
    url: str = ""
    way_out: str = ""


_TEXTS: Final[dict[int, Callable[[], tuple[str, str]]]] = {
    400: lambda: (
        _("This request cannot be understood"),
        _("Something in it is not as it should be. Nothing was changed."),
    ),
    403: lambda: (_("You may not do this"), _("Your role does not allow it. Ask an owner of the organisation.")),
    404: lambda: (_("There is nothing here"), _("The address may be mistyped, or what it named is gone.")),
    405: lambda: (_("This address does not do that"), _("Go back and try it from the page itself.")),
    409: lambda: (_("This has changed meanwhile"), _("Somebody else was quicker. Load the page again and look.")),
    413: lambda: (_("This is too large"), _("Send less at once. Nothing was changed.")),
    422: lambda: (_("This cannot be accepted"), _("Nothing was changed.")),
    429: lambda: (_("Too many requests"), _("Wait a moment, then try again.")),
    500: lambda: (_("Something went wrong on our side"), _("It has been written down. What was saved stays saved.")),
    503: lambda: (_("We are not ready yet"), _("Try again in a few seconds.")),
}


def register(app: Flask) -> None:
    """Answers the errors of all pages. A blueprint with handlers of its own (the API) is not concerned."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, lambda error: show(404))
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(IntegrityError, _overtaken)
    app.register_error_handler(CSRFError, _stale)
    for trouble in (*storage.AWAY, OSError):
        app.register_error_handler(trouble, _away)


def show(status: int, text: str = "") -> Answer:
    """The page of a status code, in the frame that the visitor knows; `text` says more than the usual sentence."""
    language.settle()
    if status >= 500 or request.path.startswith(PUBLIC):  # a customer's page has no session for the staff's frame
        g.member = None
    title, words = _TEXTS.get(status, _TEXTS[400])()
    signed_in = member_or_none() is not None
    way_out = (url_for("inbox.index"), _("To the inbox")) if signed_in else ("", "")
    page = ErrorPage(status, title, text or words, *way_out)
    return render_template("app/error.html" if signed_in else "public/error.html", error=page), status


def _http(error: HTTPException) -> Response | HTTPException:
    """Redirects and prepared answers pass; everything else gets words, and keeps what its headers say (Retry-After)."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    cause = error.original_exception if isinstance(error, InternalServerError) else None
    if cause is not None and storage.is_away(cause):
        return _away(cause)
    if request.path.startswith("/api/"):
        return error
    if error.code == 403:
        security_event("forbidden")
    body, status = show(error.code)
    kept = [(name, value) for name, value in error.get_headers() if name.lower() != "content-type"]
    return Response(body, status, kept, mimetype="text/html")


def _conflict(error: Conflict) -> Answer:
    return show(409, sentence(error.problem))


def _refused(error: Refused) -> Answer:
    return show(422, " ".join(sentence(problem) for problem in error.problems))


def _overtaken(error: IntegrityError) -> Answer:
    """Two requests made the same thing at once (a double click); the database let one through."""
    log.warning("a request was overtaken by another one: %s", storage.reason(error))
    return show(409)


def _away(error: BaseException) -> Response:
    """Waiting helps; an OSError that no waiting mends goes on to be a 500."""
    if not storage.is_away(error):
        raise error
    log.error("what everything is kept in does not answer: %s", storage.reason(error))
    body, status = show(503)
    return Response(body, status, {"Retry-After": _PATIENCE}, mimetype="text/html")


def _stale(error: CSRFError) -> Answer:
    """The page was open longer than its token holds, or the person signed in anew meanwhile."""
    security_event("csrf")
    return show(400, _("This page was open for too long. Load it again, then repeat what you did."))
