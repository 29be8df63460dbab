"""The front door: `/` leads to the inbox, or to signing in."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from licorne.web.access import access
from licorne.web.identity import member_or_none

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@access("public")
def index() -> Response:
    """Staff starts at what needs attention."""
    return redirect(url_for("inbox.index" if member_or_none() else "login.show"))
