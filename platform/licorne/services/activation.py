"""Which version of a rule is live, and the kill switch for all of an organisation's rules.

While an organisation has halted its rules, none answers an event, and what runs had still to do lies in a queue that nobody claims
from. Nothing is lost: released, the rules that were live are so again, and the runs go on where they were.
"""

from sqlalchemy import select, update

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.database import transaction
from licorne.models.effect import Effect, State
from licorne.models.guard import GuardedSession
from licorne.models.organisation import Organisation
from licorne.models.rule import Rule, RuleActivation
from licorne.services import audit, live
from licorne.services.effect_rows import HALTED, QUEUE
from licorne.services.parts import ring_after_commit


def activate(session: GuardedSession, rule: Rule, version_id: str | None) -> None:
    """Makes a version the live one, or none; where all rules are halted, the one that will be when they are released."""
    if _is_halted(session, rule.organisation_id):
        rule.paused_version_id = version_id
        session.flush()
        return
    _set_live(session, rule, version_id)


def _set_live(session: GuardedSession, rule: Rule, version_id: str | None) -> None:
    """Ends the span of the version that was live and begins the new one's, both at the same stamp."""
    stamp, now = live.touch(session, rule.organisation_id), clock.now()
    if rule.live_version_id:
        session.execute(
            update(RuleActivation)
            .where(
                RuleActivation.organisation_id == rule.organisation_id,
                RuleActivation.rule_version_id == rule.live_version_id,
                RuleActivation.until_stamp.is_(None),
            )
            .values(until_stamp=stamp, active_until=now),
            execution_options={"synchronize_session": False},
        )
    rule.live_version_id = version_id
    if version_id:
        session.add(
            RuleActivation(
                id=new_id(),
                organisation_id=rule.organisation_id,
                rule_version_id=version_id,
                active_from=now,
                active_until=None,
                from_stamp=stamp,
                until_stamp=None,
            )
        )
    session.flush()


def halt_rules(organisation_id: str, actor: str) -> None:
    """Stops all rules at once. What is being done this moment is finished. Doing so twice changes nothing."""
    with transaction() as session:
        organisation = _locked(session, organisation_id)
        if organisation.rules_halted_at is not None:
            return
        for rule in _rules(session, organisation_id):
            if rule.live_version_id is not None:
                version_id = rule.live_version_id
                _set_live(session, rule, None)
                rule.paused_version_id = version_id
        organisation.rules_halted_at = clock.now()
        session.flush()
        _move(session, organisation_id, QUEUE, HALTED)
        live.touch(session, organisation_id)
        audit.record(session, organisation_id, actor, "rules.halted", organisation_id)


def release_rules(organisation_id: str, actor: str) -> None:
    """Lets the rules go on. Doing so twice changes nothing."""
    with transaction() as session:
        organisation = _locked(session, organisation_id)
        if organisation.rules_halted_at is None:
            return
        organisation.rules_halted_at = None
        session.flush()
        for rule in _rules(session, organisation_id):
            if rule.paused_version_id is not None:
                _set_live(session, rule, rule.paused_version_id)
                rule.paused_version_id = None
        session.flush()
        _move(session, organisation_id, HALTED, QUEUE)
        live.touch(session, organisation_id)
        audit.record(session, organisation_id, actor, "rules.released", organisation_id)
        ring_after_commit()


def _move(session: GuardedSession, organisation_id: str, source: str, target: str) -> None:
    """The open effects of rules; what people clicked, and what waits for an event that tells others, is none of them."""
    session.execute(
        update(Effect)
        .where(
            Effect.organisation_id == organisation_id,
            Effect.run_id.is_not(None),
            Effect.queue == source,
            Effect.state.in_((State.PENDING.value, State.WAITING.value)),
        )
        .values(queue=target),
        execution_options={"synchronize_session": False},
    )


def _is_halted(session: GuardedSession, organisation_id: str) -> bool:
    statement = select(Organisation.rules_halted_at).where(Organisation.id == organisation_id)
    return session.scalar(statement) is not None


def _locked(session: GuardedSession, organisation_id: str) -> Organisation:
    statement = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def _rules(session: GuardedSession, organisation_id: str) -> list[Rule]:
    statement = select(Rule).where(Rule.organisation_id == organisation_id).order_by(Rule.id).with_for_update()
    return list(session.scalars(statement.execution_options(populate_existing=True)))
