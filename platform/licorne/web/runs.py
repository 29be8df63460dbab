"""Runs: all of them, found again by anything in hand; and one, from its event to what was done: “why did this happen?”"""

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.event import Run
from licorne.models.rule import Rule
from licorne.services.run_search import STATES, Wanted, narrowed
from licorne.web.access import access
from licorne.web.identity import member, organisation_id, zone_of
from licorne.web.paging import page_of, search_words
from licorne.web.rule_tabs import rule_tabs
from licorne.web.run_list import run_row, runs
from licorne.web.run_trace import trace_of
from licorne.web.states import run_mark
from licorne.web.translate import _

blueprint = Blueprint("runs", __name__)


@blueprint.get("/runs")
@access("viewer")
def index() -> str:
    """The newest first, narrowed by the address: rule, state, day, and words that name what it is about."""
    wanted = _wanted()
    statement = runs(organisation_id()).where(*narrowed(organisation_id(), wanted, zone_of(member())))
    page = page_of(statement, Run.id, lambda row: str(row[0].id), run_row)
    states = [("", _("Any state")), *((state, run_mark(state).word) for state in STATES)]
    return render_template(
        "app/runs.html", page=page, wanted=wanted, rules=_rules(), states=states, tabs=rule_tabs("runs.index")
    )


@blueprint.get("/runs/<uuid:run_id>")
@access("viewer")
def show(run_id: UUID) -> str:
    """The trace of a run."""
    return render_template("app/run.html", trace=trace_of(organisation_id(), str(run_id)))


def _wanted() -> Wanted:
    """What the address asks for; nonsense narrows nothing."""
    asked = request.args
    return Wanted(search_words(), asked.get("rule", ""), asked.get("state", ""), _day(asked.get("day", "")))


def _day(text: str) -> date | None:
    """None too at the ends of the calendar, whose midnight is in no zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date.min.year < day.year < date.max.year else None


def _rules() -> list[tuple[str, str]]:
    statement = (
        select(Rule.id, Rule.name).where(Rule.organisation_id == organisation_id()).order_by(Rule.name).limit(500)
    )
    return [("", _("Any rule")), *((rule_id, name) for rule_id, name in current_session().execute(statement))]
