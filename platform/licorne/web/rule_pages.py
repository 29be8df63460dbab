"""Rules to read: each as a sentence, its versions, its runs, its JSON."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template
from sqlalchemy import func, select

from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.event import Run
from licorne.models.rule import Rule, RuleVersion
from licorne.web.access import access
from licorne.web.identity import organisation_id
from licorne.web.paging import Page, page_of
from licorne.web.rule_labels import labels_for, rule_sentence
from licorne.web.rule_tabs import rule_tabs
from licorne.web.run_list import RunRow, run_row, runs
from licorne.web.step_words import steps_of
from rules.document import parse
from rules.expression.json_types import Json

blueprint = Blueprint("rule_pages", __name__)
#: Versions listed on a rule's page.
MOST = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A rule in the list."""

    rule: Rule
    version: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A rule's page. `shown` is the live version, or the newest draft where none is live."""

    rule: Rule
    versions: list[RuleVersion]
    shown: RuleVersion | None
    sentence: str
    steps: list[str]
    document: str
    runs: Page[RunRow]


@blueprint.get("/rules")
@access("viewer")
def index() -> str:
    """All rules; of one that is held back with all others, what it will answer again."""
    version_id = func.coalesce(Rule.live_version_id, Rule.paused_version_id)
    live = (RuleVersion.organisation_id == Rule.organisation_id) & (RuleVersion.id == version_id)
    statement = (
        select(Rule, RuleVersion.number, RuleVersion.document)
        .outerjoin(RuleVersion, live)
        .where(Rule.organisation_id == organisation_id())
    )
    page = page_of(statement, Rule.id, lambda row: str(row[0].id), _row)
    return render_template("app/rules.html", page=page, tabs=rule_tabs("rule_pages.index"))


@blueprint.get("/rules/<uuid:rule_id>")
@access("viewer")
def show(rule_id: UUID) -> str:
    """One rule."""
    return render_template("app/rule.html", detail=_detail(str(rule_id)))


def _row(row: Any) -> Row:
    return Row(row[0], row[1], _sentence(row[2]))


def _sentence(document: Json) -> str:
    return rule_sentence(organisation_id(), parse(document)) if document else ""


def _steps(document: dict[str, Json]) -> list[str]:
    return steps_of(document, labels_for(organisation_id(), parse(document))) if document else []


def _detail(rule_id: str) -> Detail:
    organisation = organisation_id()
    rule = current_session().scalar(select(Rule).where(Rule.organisation_id == organisation, Rule.id == rule_id))
    if rule is None:
        raise NotFound(rule_id)
    versions = _versions(organisation, rule_id)
    shown = next((each for each in versions if each.id == rule.live_version_id), versions[0] if versions else None)
    document = shown.document if shown else {}
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return Detail(rule, versions, shown, _sentence(document), _steps(document), text, _runs(organisation, rule_id))


def _versions(organisation: str, rule_id: str) -> list[RuleVersion]:
    statement = (
        select(RuleVersion)
        .where(RuleVersion.organisation_id == organisation, RuleVersion.rule_id == rule_id)
        .order_by(RuleVersion.number.desc())
        .limit(MOST)
    )
    return list(current_session().scalars(statement))


def _runs(organisation: str, rule_id: str) -> Page[RunRow]:
    statement = runs(organisation).where(RuleVersion.rule_id == rule_id)
    return page_of(statement, Run.id, lambda row: str(row[0].id), run_row)
