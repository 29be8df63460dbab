"""Publishing forms and rules: checked documents become immutable versions. Import and export as JSON."""

from dataclasses import dataclass

from sqlalchemy import select

from forms.definition import parse as parse_form
from forms.text import localised
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound, refuse
from licorne.models.database import current_session, transaction
from licorne.models.form import Form, FormVersion
from licorne.models.guard import EVERY, GuardedSession
from licorne.models.rule import Rule, RuleVersion
from licorne.services import audit, form_events, live, past_answers
from licorne.services.action import Action
from licorne.services.activation import activate
from licorne.services.trigger import Trigger
from rules.document import RuleDocument
from rules.document import problems as rule_problems
from rules.expression.json_types import Json
from rules.expression.problem import Problem, Refused
from rules.flow_settings import awaited_kinds
from rules.plan import compile_rule
from rules.settings_check import Schema

SLUG = "abcdefghijklmnopqrstuvwxyz0123456789-"


@dataclass(frozen=True)
class Published:
    """A published version. `is_new` is False where the document was live already."""

    id: str
    version_id: str
    number: int
    is_new: bool


def publish_form(organisation_id: str, slug: str, document: Json, actor: str) -> Published:
    """Checks a form definition and makes it the live version at /f/<slug>. The same document again changes nothing.

    Raises:
        Refused: what is wrong with the document or slug. Conflict: another organisation has the slug.
    """
    definition = parse_form(document)
    assert isinstance(document, dict)
    _check_slug(slug)
    name = localised(definition.title, definition.default_language, definition.default_language)
    with transaction() as session:
        form = _form(session, organisation_id, slug, name)
        latest = _latest_form(session, form)
        if latest and latest.document == document and form.live_version_id == latest.id:
            return Published(form.id, latest.id, latest.number, False)
        version = FormVersion(
            id=new_id(),
            organisation_id=organisation_id,
            form_id=form.id,
            number=(latest.number if latest else 0) + 1,
            document=document,
            created_at=clock.now(),
            published_at=clock.now(),
            published_by=actor,
        )
        session.add(version)
        form.live_version_id, form.name = version.id, name[:320]
        session.flush()
        past_answers.begin(session, form, definition, latest)
        live.touch(session, organisation_id)
        form_events.version_published(session, form, version, actor)
        audit.record(session, organisation_id, actor, "form.published", form.id, {"version": version.number})
    return Published(form.id, version.id, version.number, True)


def _check_slug(slug: str) -> None:
    if not 1 <= len(slug) <= 80 or not set(slug) <= set(SLUG) or slug.startswith("-"):
        raise refuse("bad_slug", "slug")


def _form(session: GuardedSession, organisation_id: str, slug: str, name: str) -> Form:
    form = session.scalars(
        select(Form).where(Form.slug == slug).with_for_update().execution_options(**{EVERY: "slugs are one namespace"})
    ).first()
    if form is None:
        form = Form(
            id=new_id(),
            organisation_id=organisation_id,
            slug=slug,
            name=name[:320],
            live_version_id=None,
            created_at=clock.now(),
        )
        session.add(form)
        session.flush()
    if form.organisation_id != organisation_id:
        raise Conflict("slug_taken", slug=slug)
    return form


def _latest_form(session: GuardedSession, form: Form) -> FormVersion | None:
    return session.scalars(
        select(FormVersion)
        .where(FormVersion.organisation_id == form.organisation_id, FormVersion.form_id == form.id)
        .order_by(FormVersion.number.desc())
        .limit(1)
    ).first()


def publish_rule(organisation_id: str, slug: str, document: Json, actor: str) -> Published:
    """Checks a rule and makes it live. The same document again changes nothing. Raises Refused."""
    found = problems_of_rule(organisation_id, document)
    if found:
        raise Refused(tuple(found))
    assert isinstance(document, dict)
    _check_slug(slug)
    compiled = compile_rule("draft", document)
    with transaction() as session:
        rule = _rule(session, organisation_id, slug, _rule_name(document, slug))
        latest = _latest_rule(session, rule)
        if latest and latest.document == document and rule.live_version_id == latest.id:
            return Published(rule.id, latest.id, latest.number, False)
        version = RuleVersion(
            id=new_id(),
            organisation_id=organisation_id,
            rule_id=rule.id,
            number=(latest.number if latest else 0) + 1,
            document=document,
            trigger_kind=compiled.kind,
            created_at=clock.now(),
            published_at=clock.now(),
            published_by=actor,
            awaits=_awaits(compiled.document),
        )
        session.add(version)
        session.flush()
        activate(session, rule, version.id)
        audit.record(session, organisation_id, actor, "rule.published", rule.id, {"version": version.number})
    return Published(rule.id, version.id, version.number, True)


def problems_of_rule(organisation_id: str, document: Json) -> list[Problem]:
    """Everything that stands between a rule and its publication."""
    try:
        return rule_problems(document, _triggers(), _offered(), _facts_for(organisation_id, document))
    except Refused as refused:
        return list(refused.problems)


def _awaits(rule: RuleDocument) -> str | None:
    """The kinds of events that the rule waits for, with commas between."""
    return ",".join(sorted(awaited_kinds((*rule.steps, *rule.on_error)))) or None


def _facts_for(organisation_id: str, document: Json) -> dict[str, str] | None:
    """The facts that a rule may name: its trigger's, and the answers of the live form that it is about.

    None where the trigger is unknown: that is told anyway.
    """
    trigger = document.get("trigger") if isinstance(document, dict) else None
    if not isinstance(trigger, dict) or str(trigger.get("kind")) not in Trigger.registered:
        return None
    settings = trigger.get("settings")
    slug = settings.get("form") if isinstance(settings, dict) else None
    return dict(Trigger.registered[str(trigger["kind"])].facts) | _answers_of(organisation_id, slug)


def _answers_of(organisation_id: str, slug: Json) -> dict[str, str]:
    if not isinstance(slug, str):
        return {"answers.**": "any"}
    try:
        definition = parse_form(export_form(organisation_id, slug))
    except NotFound as error:
        raise refuse("unknown_form", "/trigger/settings/form", form=slug) from error
    return dict(definition.fact_kinds)


def switch_rule(organisation_id: str, rule_id: str, on: bool, actor: str) -> None:
    """Turns a rule off, or on again with its newest version. Raises NotFound."""
    with transaction() as session:
        rule = session.scalars(
            select(Rule).where(Rule.organisation_id == organisation_id, Rule.id == rule_id).with_for_update()
        ).first()
        latest = _latest_rule(session, rule) if rule else None
        if rule is None or latest is None:
            raise NotFound(rule_id)
        wanted = latest.id if on else None
        if (rule.live_version_id or rule.paused_version_id) != wanted:
            activate(session, rule, wanted)
            audit.record(session, organisation_id, actor, "rule.switched_on" if on else "rule.switched_off", rule_id)


def _triggers() -> dict[str, Schema]:
    return {kind: trigger.settings_schema for kind, trigger in Trigger.registered.items()}


def _offered() -> dict[str, Schema]:
    return {kind: action.settings_schema for kind, action in Action.registered.items() if action.offered}


def _rule_name(document: dict[str, Json], slug: str) -> str:
    names = document.get("name")
    if isinstance(names, dict):
        return str(names.get("en") or next(iter(names.values()), slug))[:320]
    return str(names or slug)[:320]


def _rule(session: GuardedSession, organisation_id: str, slug: str, name: str) -> Rule:
    rule = session.scalars(
        select(Rule).where(Rule.organisation_id == organisation_id, Rule.slug == slug).with_for_update()
    ).first()
    if rule is None:
        rule = Rule(
            id=new_id(),
            organisation_id=organisation_id,
            slug=slug,
            name=name,
            live_version_id=None,
            created_at=clock.now(),
        )
        session.add(rule)
    rule.name = name
    session.flush()
    return rule


def _latest_rule(session: GuardedSession, rule: Rule) -> RuleVersion | None:
    return session.scalars(
        select(RuleVersion)
        .where(RuleVersion.organisation_id == rule.organisation_id, RuleVersion.rule_id == rule.id)
        .order_by(RuleVersion.number.desc())
        .limit(1)
    ).first()


def export_form(organisation_id: str, slug: str) -> dict[str, Json]:
    """The live definition of a form. Raises NotFound."""
    document = current_session().scalar(
        select(FormVersion.document)
        .join(Form, Form.live_version_id == FormVersion.id)
        .where(
            Form.organisation_id == organisation_id, FormVersion.organisation_id == organisation_id, Form.slug == slug
        )
    )
    if document is None:
        raise NotFound(slug)
    return document


def export_rule(organisation_id: str, slug: str) -> dict[str, Json]:
    """The newest document of a rule, live or not. Raises NotFound."""
    document = current_session().scalar(
        select(RuleVersion.document)
        .join(Rule, Rule.id == RuleVersion.rule_id)
        .where(
            Rule.organisation_id == organisation_id, RuleVersion.organisation_id == organisation_id, Rule.slug == slug
        )
        .order_by(RuleVersion.number.desc())
        .limit(1)
    )
    if document is None:
        raise NotFound(slug)
    return document
