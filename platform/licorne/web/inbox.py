"""The inbox: approvals, tasks and effects that wait for a person, each with why and with an answer of one click or key."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from licorne.adapters import clock
from licorne.models.effect import Effect, State, waits_for_person
from licorne.models.event import Run
from licorne.models.rule import Rule, RuleVersion
from licorne.services import attention
from licorne.web.access import access
from licorne.web.effect_words import Told, remote_detail, told, why
from licorne.web.identity import member, organisation_id, zone_of
from licorne.web.inbox_rows import Waiting, waiting_for
from licorne.web.paging import AnySelect, Page, page_of
from licorne.web.redirects import local_path
from licorne.web.tabs import Tab, tab
from licorne.web.translate import _

blueprint = Blueprint("inbox", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """A parked effect."""

    effect: Effect
    rule_name: str | None

    @property
    def told(self) -> Told:
        """What it is."""
        return told(self.effect)

    @property
    def why(self) -> str:
        """Why it is parked."""
        return why(self.effect.error)

    @property
    def answer(self) -> str:
        """What the other side said."""
        return remote_detail(self.effect.error)

    @property
    def may_be_told(self) -> bool:
        """Whether a person may say that it has happened."""
        return attention.may_be_told(self.effect)

    @property
    def is_unknown(self) -> bool:
        """Whether only a person can tell what the remote did."""
        return self.effect.state == State.UNKNOWN


@blueprint.get("/inbox")
@access("viewer")
def index() -> str:
    """Everything that waits for the person; `?show=` keeps approvals, tasks, parked effects, or what they have put aside."""
    page = page_of(_parked(), Effect.id, lambda row: str(row[0].id), lambda row: Row(*row))
    waiting, show = waiting_for(member()), request.args.get("show", "")
    today = clock.today(zone_of(member()))
    tabs = _tabs(show, waiting, page)
    return render_template("app/inbox.html", page=page, waiting=waiting, show=show, tabs=tabs, today=today)


@blueprint.post("/inbox/<uuid:effect_id>/retry")
@access("member")
def retry(effect_id: UUID) -> Response:
    """Tries it again now; its key stays, so nothing can happen twice."""
    attention.retry(organisation_id(), str(effect_id), member().actor)
    flash(_("It is tried again now."), "ok")
    return redirect(local_path(request.form.get("back"), url_for("inbox.index")))


@blueprint.post("/inbox/<uuid:effect_id>/done")
@access("member")
def mark_done(effect_id: UUID) -> Response:
    """A person has looked: the remote did it. The run goes on."""
    attention.mark_done(organisation_id(), str(effect_id), member().actor)
    flash(_("Marked as done. The run goes on."), "ok")
    return redirect(url_for("inbox.index"))


@blueprint.post("/inbox/<uuid:effect_id>/cancel")
@access("member")
def cancel(effect_id: UUID) -> Response:
    """It shall not happen; what depends on it is cancelled too."""
    attention.cancel(organisation_id(), str(effect_id), member().actor)
    flash(_("Cancelled."), "ok")
    return redirect(url_for("inbox.index"))


def _tabs(show: str, waiting: Waiting, page: Page[Row]) -> list[Tab]:
    words = {
        "": (_("All"), None),
        "approvals": (_("Approvals"), len(waiting.approvals)),
        "tasks": (_("Tasks"), len(waiting.duties)),
        "parked": (_("Parked"), None if page.next_url or page.is_later else len(page.items)),
        "snoozed": (_("Put aside"), waiting.snoozed),
    }
    return [
        tab(word, url_for("inbox.index", show=name or None), name == show, count)
        for name, (word, count) in words.items()
    ]


def _parked() -> AnySelect:
    same = Effect.organisation_id
    return (
        select(Effect, Rule.name)
        .outerjoin(Run, (Run.organisation_id == same) & (Run.id == Effect.run_id))
        .outerjoin(RuleVersion, (RuleVersion.organisation_id == same) & (RuleVersion.id == Run.rule_version_id))
        .outerjoin(Rule, (Rule.organisation_id == same) & (Rule.id == RuleVersion.rule_id))
        .where(Effect.organisation_id == organisation_id(), waits_for_person())
    )
