"""The team: who works here, in which role, and whom an owner has invited."""

from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from licorne.errors import Conflict, Refused
from licorne.services import accounts, members
from licorne.web.access import access
from licorne.web.identity import member, organisation_id
from licorne.web.messages import sentence
from licorne.web.states import role_word
from licorne.web.translate import _

blueprint = Blueprint("team", __name__)
_ORDER: Final = ("owner", "member", "viewer")


@blueprint.get("/team")
@access("viewer")
def index() -> str:
    """Everyone, and the invitations that are still open."""
    return _page()


@blueprint.post("/team/invitations")
@access("owner")
def invite() -> str | tuple[str, int] | Response:
    """Sends an invitation by mail."""
    email, role = request.form.get("email", "").strip(), request.form.get("role", "")
    try:
        accounts.invite(member(), email, role)
    except Refused as refusal:
        return _page(sentence(refusal.problems[0]), email), 422
    except Conflict as conflict:
        return _page(sentence(conflict.problem), email), 409
    flash(_("The invitation to %(email)s is on its way.", email=email), "ok")
    return redirect(url_for("team.index"))


@blueprint.post("/team/invitations/<uuid:invitation_id>/withdraw")
@access("owner")
def withdraw(invitation_id: UUID) -> Response:
    """Takes an invitation back; its link is worth nothing from now on."""
    accounts.withdraw(member(), str(invitation_id))
    flash(_("The invitation is withdrawn."), "ok")
    return redirect(url_for("team.index"))


@blueprint.post("/team/<uuid:membership_id>/role")
@access("owner")
def set_role(membership_id: UUID) -> Response:
    """Gives a person another role; the last owner stays one."""
    accounts.change_role(member(), str(membership_id), request.form.get("role", ""))
    flash(_("The role is changed."), "ok")
    return redirect(url_for("team.index"))


@blueprint.post("/team/<uuid:membership_id>/remove")
@access("owner")
def remove(membership_id: UUID) -> Response:
    """Takes a person out of the organisation; their sessions end."""
    accounts.remove(member(), str(membership_id))
    flash(_("The person has left the team."), "ok")
    return redirect(url_for("team.index"))


def _page(problem: str = "", email: str = "") -> str:
    roles = [(role, role_word(role)) for role in _ORDER]
    return render_template(
        "app/team.html",
        people=members.members(organisation_id()),
        invitations=accounts.invitations(organisation_id()),
        roles=roles,
        problem=problem,
        email=email,
        role_word=role_word,
    )
