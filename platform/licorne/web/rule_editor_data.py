"""What the page of the rule editor carries: the draft, and all that a rule can be made of, in the reader's words."""

from typing import Final

from flask import url_for
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.form import Form
from licorne.models.rule import Rule, RuleVersion
from licorne.services import live, members
from licorne.services.action import Action
from licorne.services.draft_rows import Document
from licorne.services.rule_drafts import Draft
from licorne.services.trigger import Trigger
from licorne.web.builder_logic import rule_operators
from licorne.web.language import LANGUAGES
from licorne.web.rule_draft_page import told
from licorne.web.rule_facts import facts_of, rows_of
from licorne.web.rule_fresh import fresh_settings
from licorne.web.rule_labels import action_word, in_order, trigger_word
from licorne.web.rule_result_words import results
from licorne.web.rule_setting_words import period_word, value_word, weekday_word
from licorne.web.rule_shapes import Schema, shapes
from licorne.web.states import role_word
from licorne.web.translate import _
from rules.expression.holidays import COUNTRIES
from rules.expression.json_types import Json
from rules.expression.operators.calendar_days import PERIODS
from rules.flow_settings import SCHEMAS
from rules.limits import SCHEMA as LIMITS

_ROLES: Final = ("owner", "member")
#: What the island asks → who answers.
_ENDPOINTS: Final = {
    "show": "rule_editor.show",
    "try": "rule_editor.try_on",
    "versions": "rule_editing.versions",
    "publish": "rule_editing.publish",
    "restore": "rule_editing.restore",
    "rule": "rule_pages.show",
    "backTest": "rule_back_tests.show",
}


def data_of(organisation: str, draft: Draft) -> dict[str, Json]:
    """All of it."""
    urls: dict[str, Json] = {name: url_for(endpoint, rule_id=draft.rule_id) for name, endpoint in _ENDPOINTS.items()}
    asked: dict[str, Json] = {name: url_for(f"rule_editing.{name}") for name in ("facts", "events")}
    return {
        "draft": told(draft, organisation),
        "known": known_of(organisation, *_about(draft)),
        **_language_of_rules(),
        "fresh": fresh_settings(live.organisation(organisation)),
        "forms": _forms(organisation),
        "products": _products(organisation),
        "people": _people(organisation),
        "called": _called(organisation),
        "csrf": generate_csrf(),
        "language": str(get_locale()),
        "languages": dict(LANGUAGES),
        "urls": {**urls, **asked},
        "ruleId": draft.rule_id,
    }


def known_of(organisation: str, kind: str, form: str) -> dict[str, Json]:
    """What a rule of this trigger may look at."""
    return {"facts": facts_of(organisation, kind, form), "rows": rows_of(organisation, form)}


def _about(draft: Draft) -> tuple[str, str]:
    """The kind of the draft's trigger and the form that it names, empty where it says nothing."""
    trigger = draft.document.get("trigger")
    kind = trigger.get("kind") if isinstance(trigger, dict) else None
    return kind if isinstance(kind, str) else "", _trigger_setting(draft.document, "form")


def _language_of_rules() -> dict[str, Json]:
    kinds = {kind: one.settings_schema for kind, one in Trigger.registered.items()}
    triggers = [_kind(kind, trigger_word(kind), kinds[kind]) for kind in in_order(kinds)]
    offered = {kind: one.settings_schema for kind, one in Action.registered.items() if one.offered}
    actions = [_kind(kind, action_word(kind), offered[kind]) for kind in in_order(offered)]
    flow: dict[str, Json] = {kind: shapes(schema) for kind, schema in SCHEMAS.items()}
    told: dict[str, Json] = {"triggers": triggers, "actions": actions, "flow": flow, "limits": shapes(LIMITS)}
    return {**told, "results": results(), "operators": rule_operators(), "rights": _rights()}


def _kind(kind: str, word: str, schema: Schema) -> Json:
    return {"kind": kind, "word": word, "settings": shapes(schema)}


def _rights() -> Json:
    """Kinds of right sides that have only so many values."""
    locale = get_locale()
    return {
        "country": [[code, value_word("country", code, locale)] for code in COUNTRIES],
        "period": [[one, period_word(one)] for one in sorted(PERIODS)],
        "weekdays": [[str(day), weekday_word(day, locale)] for day in range(1, 8)] if locale else [],
    }


def _forms(organisation: str) -> Json:
    live_ones = (Form.organisation_id == organisation, Form.live_version_id.is_not(None))
    rows = current_session().execute(select(Form.slug, Form.name).where(*live_ones).order_by(Form.id.desc()))
    return [{"value": slug, "word": name} for slug, name in rows]


def _products(organisation: str) -> Json:
    catalogue = live.organisation(organisation).catalogue
    return [{"value": code, "word": _named(one, code)} for code, one in sorted(catalogue.items())]


def _named(product: Json, code: str) -> str:
    names = product.get("name") if isinstance(product, dict) else None
    if not isinstance(names, dict) or not names:
        return code
    return str(names.get(str(get_locale())) or names.get("en") or next(iter(names.values())))


def _people(organisation: str) -> Json:
    roles: list[Json] = [
        {"value": f"role:{role}", "word": _("Everybody with the role “%(role)s”", role=role_word(role))}
        for role in _ROLES
    ]
    known = [user for _membership, user in members.members(organisation)]
    people: list[Json] = [{"value": f"user:{user.id}", "word": user.name or user.email} for user in known]
    return [*roles, *people]


def _called(organisation: str) -> Json:
    """The names by which live rules can be called."""
    live_one = (RuleVersion.organisation_id == Rule.organisation_id) & (RuleVersion.id == Rule.live_version_id)
    mine = (Rule.organisation_id == organisation, RuleVersion.trigger_kind == "rule.called")
    documents = current_session().scalars(select(RuleVersion.document).join(Rule, live_one).where(*mine))
    names = sorted({_trigger_setting(one, "called") for one in documents})
    return [{"value": name, "word": name} for name in names if name]


def _trigger_setting(document: Document, name: str) -> str:
    """A setting of the trigger, empty where it says nothing."""
    trigger = document.get("trigger")
    settings = trigger.get("settings") if isinstance(trigger, dict) else None
    found = settings.get(name) if isinstance(settings, dict) else None
    return found if isinstance(found, str) else ""
