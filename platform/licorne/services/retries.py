"""How often an effect is tried again: as its step's `retry` says, else as its action does."""

from sqlalchemy import select

from licorne.models.event import Run
from licorne.models.guard import GuardedSession
from licorne.services import rule_versions
from licorne.services.action import DAY, Action, Work
from rules.step import all_steps

#: Seconds before the second try where a policy names none.
_FIRST = 60


def back_off(session: GuardedSession, work: Work, error_class: str) -> tuple[int, ...]:
    """Seconds to wait before each further try after an error of the class `transient` or `permanent`."""
    policy = _policy(session, work).get(error_class)
    if isinstance(policy, dict):
        tries, seconds, factor = (int(str(policy.get(name, at))) for name, at in _DEFAULTS)
        return tuple(min(seconds * factor**number, 30 * DAY) for number in range(tries))
    return Action.registered.get(work.kind, Action).back_off if error_class == "transient" else ()


_DEFAULTS = (("tries", 0), ("seconds", _FIRST), ("factor", 1))


def _policy(session: GuardedSession, work: Work) -> dict[str, object]:
    if work.run_id is None:
        return {}
    statement = select(Run.rule_version_id).where(Run.organisation_id == work.organisation_id, Run.id == work.run_id)
    version_id = session.scalars(statement).one()
    rule = rule_versions.compiled(session, work.organisation_id, version_id).document
    steps = all_steps((*rule.steps, *rule.on_error))
    return next((dict(step.retry) for step in steps if step.id == work.step), {})
