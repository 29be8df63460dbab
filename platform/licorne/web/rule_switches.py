"""The kill switch: one rule off and on, all rules at once. Each is asked for on a page that says in words what it will do."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.rule import Rule, RuleVersion
from licorne.services import activation, holding, publishing
from licorne.web.access import access
from licorne.web.effect_words import told
from licorne.web.identity import member, organisation_id
from licorne.web.translate import _

blueprint = Blueprint("rule_switches", __name__)


@blueprint.get("/rules/stop")
@access("member")
def ask_all() -> str:
    """What stopping all rules would do; while they are stopped, what lies on hold and the way back."""
    organisation = organisation_id()
    hold = holding.hold(organisation)
    held = holding.held(organisation) if hold.since else []
    return render_template("app/rules_stop.html", hold=hold, held=held, told=told)


@blueprint.post("/rules/stop")
@access("member")
def stop_all() -> Response:
    """Stops all rules. What is being done this moment is finished."""
    activation.halt_rules(organisation_id(), member().actor)
    flash(_("All rules are stopped. Nothing is lost: it waits here until you let them go on."), "warn")
    return redirect(url_for("rule_switches.ask_all"))


@blueprint.post("/rules/release")
@access("member")
def release_all() -> Response:
    """Lets all rules go on where they were."""
    activation.release_rules(organisation_id(), member().actor)
    flash(_("The rules go on where they were."), "ok")
    return redirect(url_for("rule_pages.index"))


@blueprint.get("/rules/<uuid:rule_id>/switch")
@access("member")
def ask_one(rule_id: UUID) -> str:
    """What switching the rule off, or on again, would do."""
    rule, newest = _rule(str(rule_id))
    is_on = (rule.live_version_id or rule.paused_version_id) is not None
    runs = holding.runs_of(rule.organisation_id, rule.id)
    return render_template("app/rule_switch.html", rule=rule, newest=newest, is_on=is_on, runs=runs)


@blueprint.post("/rules/<uuid:rule_id>/switch")
@access("member")
def switch_one(rule_id: UUID) -> Response:
    """Switches the rule on (`on` is 1) or off. Asking for what is so already changes nothing."""
    on = request.form.get("on") == "1"
    publishing.switch_rule(organisation_id(), str(rule_id), on, member().actor)
    flash(_("The rule is on.") if on else _("The rule is off: it answers nothing any more."), "ok")
    return redirect(url_for("rule_pages.show", rule_id=rule_id))


def _rule(rule_id: str) -> tuple[Rule, int]:
    """The rule and the number of its newest version: a draft that was never published has nothing to switch."""
    rule = current_session().scalar(select(Rule).where(Rule.organisation_id == organisation_id(), Rule.id == rule_id))
    newest = current_session().scalar(
        select(func.max(RuleVersion.number)).where(
            RuleVersion.organisation_id == organisation_id(), RuleVersion.rule_id == rule_id
        )
    )
    if rule is None or newest is None:
        raise NotFound(rule_id)
    return rule, newest
