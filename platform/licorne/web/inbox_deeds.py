"""What a person answers in the inbox: approve, refuse, complete, give to somebody, put aside. Each is one post."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from licorne.adapters import clock
from licorne.errors import Conflict
from licorne.services import approvals, snoozes, tasks
from licorne.web.access import access
from licorne.web.formats import day
from licorne.web.identity import member, organisation_id, zone_of
from licorne.web.messages import sentence
from licorne.web.translate import _

blueprint = Blueprint("inbox_deeds", __name__)
#: How long something is put aside → the day on which it comes back.
_LATER: Final[dict[str, Callable[[date], date]]] = {
    "day": lambda today: today + timedelta(days=1),
    "three_days": lambda today: today + timedelta(days=3),
    "week": lambda today: today + timedelta(days=7),
    "month": lambda today: today + timedelta(days=30),
}


@blueprint.post("/inbox/approvals/<uuid:wait_id>")
@access("viewer")
def decide(wait_id: UUID) -> Response:
    """Approves (`granted` is 1) or refuses, with `reason`. Only who is asked may, whatever their role."""
    granted, reason = request.form.get("granted") == "1", request.form.get("reason", "").strip()
    if not granted and not reason:
        flash(_("Write why you refuse: the rule and your colleagues will see it."), "warn")
        return _back()
    try:
        approvals.decide(organisation_id(), str(wait_id), member().user_id, granted, reason)
    except Conflict as conflict:
        flash(sentence(conflict.problem), "warn")
    else:
        flash(_("Approved.") if granted else _("Refused."), "ok")
    return _back()


@blueprint.post("/inbox/tasks/<uuid:task_id>/complete")
@access("member")
def complete(task_id: UUID) -> Response:
    """Ticks a task off."""
    tasks.complete(organisation_id(), str(task_id), member().actor)
    flash(_("Done."), "ok")
    return _back()


@blueprint.post("/inbox/tasks/<uuid:task_id>/assign")
@access("member")
def assign(task_id: UUID) -> Response:
    """Gives a task to a member, or to nobody."""
    to = request.form.get("to") or None
    tasks.assign(organisation_id(), str(task_id), to, member().user_id)
    flash(_("Given away.") if to else _("Nobody’s any more."), "ok")
    return _back()


@blueprint.post("/inbox/<uuid:subject_id>/snooze")
@access("viewer")
def snooze(subject_id: UUID) -> Response:
    """Puts a task or an approval aside for the person alone, until the morning of a day."""
    later = _LATER.get(request.form.get("for", "day"))
    if later is None:
        abort(400)
    zone = zone_of(member())
    back = later(clock.today(zone))
    snoozes.snooze(organisation_id(), member().user_id, str(subject_id), back, zone)
    flash(_("Put aside until %(day)s.", day=day(back)), "ok")
    return _back()


@blueprint.post("/inbox/<uuid:subject_id>/wake")
@access("viewer")
def wake(subject_id: UUID) -> Response:
    """Shows it again."""
    snoozes.wake(organisation_id(), member().user_id, str(subject_id))
    return _back()


def _back() -> Response:
    return redirect(url_for("inbox.index", show=request.form.get("show") or None))
