"""What staff do with submissions, several at once."""

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from licorne.adapters.ids import is_id
from licorne.services import saved_views, submission_care
from licorne.services.submission_search import Filters
from licorne.web.access import access
from licorne.web.identity import member, organisation_id
from licorne.web.redirects import local_path
from licorne.web.submissions import PLACE
from licorne.web.translate import _, ngettext

blueprint = Blueprint("submissions_care", __name__)
Deed = Callable[[str, Sequence[str], str], int]
_DEEDS: Final[dict[str, tuple[Deed, Callable[[int], str]]]] = {
    "spam": (
        submission_care.mark_as_spam,
        lambda num: ngettext("%(num)s is in the spam folder now.", "%(num)s are in the spam folder now.", num),
    ),
    "not_spam": (
        submission_care.unmark_spam,
        lambda num: ngettext("%(num)s is no spam any more.", "%(num)s are no spam any more.", num),
    ),
    "delete": (
        submission_care.delete,
        lambda num: ngettext(
            "%(num)s deleted. Within 30 days it can be restored, then its answers are erased.",
            "%(num)s deleted. Within 30 days they can be restored, then their answers are erased.",
            num,
        ),
    ),
    "restore": (
        submission_care.restore,
        lambda num: ngettext("%(num)s restored.", "%(num)s restored.", num),
    ),
    "withdraw": (
        submission_care.withdraw,
        lambda num: ngettext("%(num)s withdrawn.", "%(num)s withdrawn.", num),
    ),
}


@blueprint.post("/submissions/bulk")
@access("member")
def bulk() -> Response:
    """Does one deed to all that are ticked, and comes back to the page it was asked from."""
    found = _DEEDS.get(request.form.get("deed", ""))
    if found is None:
        abort(400)
    deed, said = found
    ids = [one for one in request.form.getlist("ids") if is_id(one)]
    number = deed(organisation_id(), ids, member().actor)
    flash(said(number) if number else _("Nothing was ticked that this could be done to."), "ok" if number else "warn")
    return redirect(local_path(request.form.get("back", ""), url_for("submissions.index")))


@blueprint.post("/submissions/views")
@access("member")
def save_view() -> Response:
    """Keeps filters and columns under a name, for the whole team."""
    filters = Filters.read(request.form, tuple(request.form.getlist("columns")))
    name = request.form.get("name", "").strip()[:80]
    if not name:
        flash(_("A view needs a name."), "warn")
        return redirect(_list_url(filters))
    view_id = saved_views.save(organisation_id(), PLACE, name, filters.as_query(), member().actor)
    return redirect(_list_url(filters, view_id))


@blueprint.post("/submissions/views/<uuid:view_id>/remove")
@access("member")
def remove_view(view_id: UUID) -> Response:
    """Forgets a view; the submissions stay."""
    saved_views.remove(organisation_id(), str(view_id), member().actor)
    flash(_("The view is gone."), "ok")
    return redirect(url_for("submissions.index"))


def _list_url(filters: Filters, view_id: str | None = None) -> str:
    arguments: dict[str, Any] = filters.as_query()
    return url_for("submissions.index", **arguments, view=view_id)
