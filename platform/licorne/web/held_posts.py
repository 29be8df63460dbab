"""The spam folder of what traps caught: looked at, let through, or forgotten."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from licorne.adapters.ids import is_id
from licorne.errors import Conflict
from licorne.models.form import Form
from licorne.models.submission import HeldPost
from licorne.services import held, live
from licorne.web.access import access
from licorne.web.answers import NOTHING, Answer, answers_by
from licorne.web.identity import member, organisation_id
from licorne.web.messages import sentence
from licorne.web.paging import page_of
from licorne.web.submissions import list_tabs
from licorne.web.translate import _, ngettext

blueprint = Blueprint("submissions_held", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """A post that was caught, with what it says."""

    post: HeldPost
    form_name: str
    answers: list[Answer]

    @property
    def why(self) -> str:
        """Which trap it was, in words."""
        words = {
            "bait": _("It answers the question that nobody sees."),
            "time": _("It was sent faster than anybody fills in a page."),
            "network": _("More came from one network within a quarter of an hour than the form expects."),
            "sender": _("More came in the name of one sender within a quarter of an hour than the form expects."),
        }
        return words.get(self.post.trap, self.post.trap)

    @property
    def sender(self) -> str:
        """The first answers, which say who it is from."""
        return ", ".join(one.answer for one in self.answers[:2] if one.answer and one.answer != NOTHING)


@blueprint.get("/submissions/held")
@access("viewer")
def index() -> str:
    """The newest first."""
    organisation = organisation_id()
    statement = (
        select(HeldPost, Form.name)
        .join(Form, (Form.organisation_id == HeldPost.organisation_id) & (Form.id == HeldPost.form_id))
        .where(HeldPost.organisation_id == organisation)
    )
    page = page_of(statement, HeldPost.id, lambda row: str(row[0].id), _row)
    return render_template("app/held_posts.html", page=page, tabs=list_tabs("held"), days=held.KEPT.days)


@blueprint.post("/submissions/held")
@access("member")
def decide() -> Response:
    """Lets the ticked ones through, or forgets them."""
    ids = [one for one in request.form.getlist("ids") if is_id(one)]
    match request.form.get("deed"):
        case "release":
            _release(ids)
        case "discard":
            number = held.discard(organisation_id(), ids, member().actor)
            flash(ngettext("%(num)s forgotten.", "%(num)s forgotten.", number), "ok")
        case _:
            abort(400)
    return redirect(url_for("submissions_held.index"))


def _release(ids: list[str]) -> None:
    try:
        number = held.release(organisation_id(), ids, member().actor)
    except Conflict as conflict:
        flash(sentence(conflict.problem), "warn")
    else:
        flash(ngettext("%(num)s let through.", "%(num)s let through.", number), "ok")


def _row(row: Any) -> Row:
    post, form_name = row
    version = live.version_of(post.organisation_id, post.form_version_id)
    return Row(post, form_name, answers_by(version.definition, post.answers))
