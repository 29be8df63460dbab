"""Accepting an invitation: the link in the mail leads here."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale
from sqlalchemy import select
from werkzeug.wrappers import Response

from licorne.errors import Conflict, Refused
from licorne.models.database import current_session
from licorne.models.organisation import Organisation
from licorne.services import accounts, sessions
from licorne.web.access import access
from licorne.web.language import LANGUAGES
from licorne.web.login import keep
from licorne.web.messages import sentence
from rules.expression.problem import Problem

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/invitations/<token>")
@access("public")
def show(token: str) -> str:
    """Who invites, and what is asked: a name and a password."""
    return _page(token, "")


@blueprint.post("/invitations/<token>")
@access("public")
def accept(token: str) -> tuple[str, int] | Response:
    """Joins the organisation and signs in."""
    name, password = request.form.get("name", "").strip(), request.form.get("password", "")
    try:
        user, membership = accounts.accept_invitation(token, name, password, _language())
    except Refused as refusal:
        return _page(token, name, *refusal.problems), 422
    except Conflict as conflict:
        return _page(token, name, conflict.problem), 409
    session = sessions.start(user.id, membership.id, membership.organisation_id, request.user_agent.string)
    return keep(session, redirect(url_for("inbox.index"), 303))


def _language() -> str:
    language = str(get_locale())
    return language if language in LANGUAGES else "en"


def _page(token: str, name: str, *problems: Problem) -> str:
    invitation = accounts.open_invitation(token)
    organisation = current_session().scalar(
        select(Organisation.name).where(Organisation.id == invitation.organisation_id)
    )
    told = {problem.place: sentence(problem) for problem in problems}
    return render_template(
        "public/invitation.html", invitation=invitation, organisation=organisation, name=name, problems=told
    )
