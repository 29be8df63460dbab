"""One's own account: the browsers that are signed in, how pages look; and the menu of phones."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from licorne.services import sessions
from licorne.web.access import access
from licorne.web.identity import member
from licorne.web.translate import _

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@access("viewer")
def show() -> str:
    """The account's page."""
    return render_template("app/account.html", sessions=sessions.sessions_of(member().user_id))


@blueprint.get("/menu")
@access("viewer")
def menu() -> str:
    """All places on one page, for narrow screens."""
    return render_template("app/menu.html")


@blueprint.post("/account/sessions/<session_id>/end")
@access("viewer")
def end_session(session_id: str) -> Response:
    """Signs one browser out."""
    sessions.end(member().user_id, session_id)
    flash(_("That browser is signed out."), "ok")
    return redirect(url_for("account.show"))
