"""What the kill switch holds back, or would: rules that stop answering, runs under way, the steps that they have still to do."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from licorne.models.database import current_session
from licorne.models.effect import Effect, State
from licorne.models.event import Run
from licorne.models.organisation import Organisation
from licorne.models.rule import Rule, RuleVersion
from licorne.services.effect_rows import HALTED

#: Steps that are listed one by one.
MOST = 50
_OPEN = (State.PENDING.value, State.WAITING.value)


@dataclass(frozen=True)
class Held:
    """A step that lies on hold."""

    effect: Effect
    rule_name: str


@dataclass(frozen=True)
class Hold:
    """`since` is None where rules are not halted: the numbers then say what halting them would hold back."""

    since: datetime | None
    rules: int
    runs: int
    steps: int


def hold(organisation_id: str) -> Hold:
    """How much lies on hold, or would."""
    session = current_session()
    since = session.scalar(select(Organisation.rules_halted_at).where(Organisation.id == organisation_id))
    live = Rule.live_version_id if since is None else Rule.paused_version_id
    rules = session.scalar(
        select(func.count()).select_from(Rule).where(Rule.organisation_id == organisation_id, live.is_not(None))
    )
    runs, steps = session.execute(
        select(func.count(func.distinct(Effect.run_id)), func.count()).where(*_open(organisation_id))
    ).one()
    return Hold(since, rules or 0, runs, steps)


def held(organisation_id: str) -> list[Held]:
    """The steps that lie on hold, the oldest first."""
    same = Effect.organisation_id
    rows = current_session().execute(
        select(Effect, Rule.name)
        .join(Run, (Run.organisation_id == same) & (Run.id == Effect.run_id))
        .join(RuleVersion, (RuleVersion.organisation_id == same) & (RuleVersion.id == Run.rule_version_id))
        .join(Rule, (Rule.organisation_id == same) & (Rule.id == RuleVersion.rule_id))
        .where(*_open(organisation_id), Effect.queue == HALTED)
        .order_by(Effect.id)
        .limit(MOST)
    )
    return [Held(effect, name) for effect, name in rows]


def runs_of(organisation_id: str, rule_id: str) -> int:
    """How many runs of a rule are under way: switching the rule off lets them go on."""
    statement = (
        select(func.count())
        .select_from(Run)
        .join(
            RuleVersion, (RuleVersion.organisation_id == Run.organisation_id) & (RuleVersion.id == Run.rule_version_id)
        )
        .where(
            Run.organisation_id == organisation_id, RuleVersion.rule_id == rule_id, Run.state.in_(("running", "queued"))
        )
    )
    return current_session().scalar(statement) or 0


def _open(organisation_id: str) -> tuple[ColumnElement[bool], ...]:
    """Steps that are still to be done in runs that go on by themselves; one that has stopped waits for a person anyway."""
    runs = select(Run.id).where(Run.organisation_id == organisation_id, Run.state.in_(("running", "queued")))
    return (Effect.organisation_id == organisation_id, Effect.run_id.in_(runs), Effect.state.in_(_OPEN))
