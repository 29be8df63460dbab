"""One's own account: the browsers that are signed in, the password, how pages look; and the menu of phones."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from licorne.errors import Refused
from licorne.services import accounts, sessions
from licorne.web.access import access
from licorne.web.identity import member
from licorne.web.messages import sentence
from licorne.web.translate import _

blueprint = Blueprint("account", __name__)


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
        return _page(sentence(refusal.problems[0])), 422
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
    sessions.end(member().user_id, session_id)
    flash(_("That browser is signed out."), "ok")
    return redirect(url_for("account.show"))


def _page(problem: str = "") -> str:
    return render_template("app/account.html", sessions=sessions.sessions_of(member().user_id), problem=problem)
