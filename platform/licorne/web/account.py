"""One's own account: the browsers that are signed in, the password, how pages look; and the menu of phones."""

import re
from collections.abc import Mapping
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from licorne.errors import Refused
from licorne.services import accounts, sessions
from licorne.web.access import access
from licorne.web.identity import member
from licorne.web.messages import sentence
from licorne.web.translate import _

blueprint = Blueprint("account", __name__)

#: A session is named by the SHA-256 of its token.
_SESSION: Final = re.compile("[0-9a-f]{64}")


@blueprint.get("/account")
@access("viewer")
def show() -> str:
    """The account's page."""
    return _page()


@blueprint.post("/account/password")
@access("viewer")
def change_password() -> tuple[str, int] | Response:
    """Sets a new password; every other browser is signed out."""
    try:
        accounts.change_password(member(), request.form.get("current", ""), request.form.get("new", ""))
    except Refused as refusal:
        return _page({problem.place: sentence(problem) for problem in refusal.problems}), 422
    flash(_("The password is changed. All other browsers are signed out."), "ok")
    return redirect(url_for("account.show"))


@blueprint.get("/menu")
@access("viewer")
def menu() -> str:
    """All places on one page, for narrow screens."""
    return render_template("app/menu.html")


@blueprint.post("/account/sessions/<session_id>/end")
@access("viewer")
def end_session(session_id: str) -> Response:
    """Signs one browser out."""
    if not _SESSION.fullmatch(session_id):
        abort(404)
    sessions.end(member().user_id, session_id)
    flash(_("That browser is signed out."), "ok")
    return redirect(url_for("account.show"))


def _page(problems: Mapping[str, str] | None = None) -> str:
    """`problems` by field: `current`, or `password` for the new one."""
    kept = sessions.sessions_of(member().user_id)
    return render_template("app/account.html", sessions=kept, problems=problems or {})
