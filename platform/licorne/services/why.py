"""Why rules did or did not answer an event: each rule that was asked, replayed from the history of activations and the event's facts."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import or_, select

from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.event import Event, Run
from licorne.models.guard import GuardedSession
from licorne.models.rule import Rule, RuleActivation, RuleVersion
from licorne.services import rule_versions
from licorne.services.causes import MOST_IN_CHAIN
from rules.explain import explain
from rules.expression.tree import Group
from rules.plan import SCHEDULE, CompiledRule
from rules.why_not import Failure, first_failure

#: ran: there is a run (a limit may have held it back). trigger, condition: the first comparison that failed. earlier: a rule before
#: it came first or let none follow. depth, loop: rules chased each other. off: no version was live. erased: the facts are gone.
Reason = Literal["ran", "trigger", "condition", "earlier", "depth", "loop", "off", "erased"]


@dataclass(frozen=True)
class Verdict:
    """What became of one rule. `version` is the one that was asked; of a rule that was off, its newest."""

    rule: Rule
    version: RuleVersion
    reason: Reason
    run: Run | None = None
    compiled: CompiledRule | None = None
    failure: Failure | None = None


def event_of(organisation_id: str, event_id: str) -> Event:
    """An event. Raises NotFound."""
    mine = (Event.organisation_id == organisation_id, Event.id == event_id)
    event = current_session().scalars(select(Event).where(*mine)).first()
    if event is None:
        raise NotFound(event_id)
    return event


def verdicts(event: Event) -> list[Verdict]:
    """All rules that listen to such events: those that ran first, then those that did not, by name."""
    session = current_session()
    asked = _asked(session, event)
    runs = {run.rule_version_id: run for run in _runs(session, event)}
    known = {version.id: rule_versions.compiled(session, event.organisation_id, version.id) for _, version in asked}
    found = [_verdict(event, rule, version, known[version.id], runs.get(version.id)) for rule, version in asked]
    off = [Verdict(rule, version, "off") for rule, version in _off(session, event, {rule.id for rule, _ in asked})]
    return sorted([*found, *off], key=lambda one: (one.reason != "ran", one.reason == "off", one.rule.name))


def _verdict(event: Event, rule: Rule, version: RuleVersion, compiled: CompiledRule, run: Run | None) -> Verdict:
    if run is not None:
        return Verdict(rule, version, "ran", run, compiled)
    if event.erased_at is not None:
        return Verdict(rule, version, "erased", None, compiled)
    reason, failure = _reason(event, compiled)
    return Verdict(rule, version, reason, None, compiled, failure)


def _reason(event: Event, compiled: CompiledRule) -> tuple[Reason, Failure | None]:
    told = explain(event.kind, event.facts, compiled)
    if told.trigger is not None and not told.trigger.truth:
        selection = Group("all", compiled.selection, "/trigger/settings")
        return "trigger", first_failure(selection, told.trigger)
    if not told.matched:
        seen = told.conditions
        return "condition", first_failure(compiled.document.conditions, seen) if seen is not None else None
    if event.halted == "depth":
        return "depth", None
    if (event.chain or []).count(compiled.version_id) >= MOST_IN_CHAIN:
        return "loop", None
    return "earlier", None


def _asked(session: GuardedSession, event: Event) -> list[tuple[Rule, RuleVersion]]:
    """The versions that were live at the event's stamp and listen to its kind; of a schedule's event, its own rule's."""
    same = RuleVersion.organisation_id
    statement = (
        select(Rule, RuleVersion)
        .join(RuleVersion, (same == Rule.organisation_id) & (RuleVersion.rule_id == Rule.id))
        .join(
            RuleActivation,
            (RuleActivation.organisation_id == same) & (RuleActivation.rule_version_id == RuleVersion.id),
        )
        .where(
            Rule.organisation_id == event.organisation_id,
            RuleVersion.trigger_kind == event.kind,
            RuleActivation.from_stamp <= event.stamp,
            or_(RuleActivation.until_stamp.is_(None), RuleActivation.until_stamp > event.stamp),
        )
    )
    if event.kind == SCHEDULE:
        statement = statement.where(Rule.id == event.subject_id)
    return [(rule, version) for rule, version in session.execute(statement)]


def _off(session: GuardedSession, event: Event, asked: set[str]) -> list[tuple[Rule, RuleVersion]]:
    """Rules of the kind that no version of was live: each with its newest."""
    if event.kind == SCHEDULE:
        return []
    same = RuleVersion.organisation_id
    rows = session.execute(
        select(Rule, RuleVersion)
        .join(RuleVersion, (same == Rule.organisation_id) & (RuleVersion.rule_id == Rule.id))
        .where(Rule.organisation_id == event.organisation_id, RuleVersion.trigger_kind == event.kind)
        .order_by(RuleVersion.number)
    )
    newest = {rule.id: (rule, version) for rule, version in rows if rule.id not in asked}
    return list(newest.values())


def _runs(session: GuardedSession, event: Event) -> list[Run]:
    mine = (Run.organisation_id == event.organisation_id, Run.event_id == event.id)
    return list(session.scalars(select(Run).where(*mine)))
