"""What will happen by itself in the next ninety days, by day, as things stand now."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template, url_for
from sqlalchemy import select

from licorne.adapters import clock
from licorne.models.database import current_session
from licorne.models.rule import Rule, RuleVersion
from licorne.services import due_dates, live, upcoming
from licorne.services.ahead import Item
from licorne.web.access import access
from licorne.web.effect_words import Told, told_as
from licorne.web.event_words import due_words
from licorne.web.identity import organisation_id
from licorne.web.rule_tabs import rule_tabs
from licorne.web.translate import _

blueprint = Blueprint("rule_upcoming", __name__)
#: Lines on the page; the numbers of days count all.
MOST = 500


@dataclass(frozen=True, slots=True)
class Row:
    """Something that will happen."""

    item: Item
    told: Told
    rule_name: str
    url: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the organisation's zone. `count` is of all that happens on it, shown or not."""

    day: date
    rows: list[Row]
    count: int


@blueprint.get("/rules/upcoming")
@access("viewer")
def index() -> str:
    """The list."""
    items = upcoming.upcoming(organisation_id())
    zone = live.organisation(organisation_id()).zone
    names = _names({item.version_id for item in items if item.version_id})
    days, left = [], MOST
    for day, group in groupby(items, lambda item: clock.date_in(item.at, zone)):
        of_day = list(group)
        days.append(Day(day, [_row(item, names) for item in of_day[: max(0, left)]], len(of_day)))
        left -= len(of_day)
    return render_template(
        "app/rules_upcoming.html",
        days=days,
        count=len(items),
        horizon=upcoming.DAYS,
        tabs=rule_tabs("rule_upcoming.index"),
    )


def _row(item: Item, names: dict[str, tuple[str, str]]) -> Row:
    rule_id, name = names.get(item.version_id or "", ("", ""))
    url = url_for("rule_pages.show", rule_id=rule_id) if rule_id else ""
    return Row(item, _told(item), name, url_for("runs.show", run_id=item.run_id) if item.run_id else url)


def _told(item: Item) -> Told:
    if item.action == due_dates.KIND:
        return Told("receipt", "invoice", due_words(str(item.settings["number"]), int(str(item.settings["days"]))))
    if item.kind == "occurrence":
        return Told("clock", "trigger", _("The set time of the rule comes"))
    if item.kind == "reminder":
        return Told("bell", "trigger", _("Reminder: %(text)s", text=str(item.settings.get("text", ""))))
    if item.action == "wait":
        return Told("clock", "trigger", _("A wait ends"))
    if item.action == "ask_approval":
        title = str(item.settings.get("title") or "")
        return Told("shield", "invoice", _("The time to answer is over: %(title)s", title=title))
    return told_as(item.action, item.settings, {})


def _names(version_ids: set[str]) -> dict[str, tuple[str, str]]:
    """The id and name of the rule of each version."""
    same = RuleVersion.organisation_id
    rows = current_session().execute(
        select(RuleVersion.id, Rule.id, Rule.name)
        .join(Rule, (Rule.organisation_id == same) & (Rule.id == RuleVersion.rule_id))
        .where(same == organisation_id(), RuleVersion.id.in_(version_ids))
    )
    return {version_id: (rule_id, name) for version_id, rule_id, name in rows}
