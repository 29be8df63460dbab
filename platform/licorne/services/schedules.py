"""Schedules of rules: the sweeper notices that an occurrence is due and tells the rule, once, however many sweepers there are.

After a downtime the rule's `catch_up` says which of the missed occurrences are made up for; each bears its own day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from licorne.adapters import clock
from licorne.faults import faultpoint
from licorne.models.base import table_of
from licorne.models.database import current_session, transaction
from licorne.models.flow import ScheduleTick
from licorne.models.guard import EVERY, GuardedSession
from licorne.models.rule import Rule, RuleActivation, RuleVersion
from licorne.services import events, live
from rules.expression.json_types import Json
from rules.plan import SCHEDULE
from rules.schedule import caught_up, occurrences

#: An occurrence that is noticed later than this was missed.
GRACE: Final = timedelta(minutes=10)
#: Occurrences told in one look at most; the next look goes on.
_MOST: Final = 100


@dataclass(frozen=True)
class _Scheduled:
    """A live rule with a schedule; it was told of everything up to `after`."""

    organisation_id: str
    rule_id: str
    version_id: str
    settings: dict[str, Any]
    catch_up: str
    after: datetime


def tick() -> int:
    """Tells what has become due; how many occurrences."""
    return sum(_see_to(one) for one in list(_scheduled()))


def _scheduled() -> Iterator[_Scheduled]:
    told = (
        select(func.max(ScheduleTick.due_at))
        .where(ScheduleTick.organisation_id == Rule.organisation_id, ScheduleTick.rule_id == Rule.id)
        .scalar_subquery()
    )
    rows = current_session().execute(
        select(Rule.organisation_id, Rule.id, RuleVersion.id, RuleVersion.document, RuleActivation.active_from, told)
        .join(RuleVersion, RuleVersion.id == Rule.live_version_id)
        .join(RuleActivation, RuleActivation.rule_version_id == RuleVersion.id)
        .where(RuleVersion.trigger_kind == SCHEDULE, RuleActivation.until_stamp.is_(None))
        .order_by(Rule.id)
        .execution_options(**{EVERY: "the sweeper serves all"})
    )
    for organisation_id, rule_id, version_id, raw, begin, last in rows:
        document: dict[str, Any] = raw
        catch_up = str(document.get("limits", {}).get("catch_up", "latest"))
        told_until: datetime | None = last
        after = max(begin, told_until or begin)
        yield _Scheduled(organisation_id, rule_id, version_id, document["trigger"]["settings"], catch_up, after)


def _see_to(one: _Scheduled) -> int:
    now, zone = clock.now(), live.organisation(one.organisation_id).zone
    due = list(occurrences(one.settings, one.after, now, zone))
    missed = [(day, at) for day, at in due if now - at > GRACE]
    made_up = caught_up(missed, one.catch_up)
    wanted = [occurrence for occurrence in due if occurrence in made_up or occurrence not in missed]
    left_out = [occurrence for occurrence in due if occurrence not in wanted]
    for _, at in left_out[-1:]:  # the latest stands for all before it
        _leave_out(one, at)
    return sum(_tell(one, day, at, (day, at) in missed) for day, at in wanted[:_MOST])


def _leave_out(one: _Scheduled, due_at: datetime) -> None:
    with transaction() as session:
        _mark(session, one, due_at, None)


def _tell(one: _Scheduled, day: date, due_at: datetime, is_late: bool) -> bool:
    organisation = live.organisation(one.organisation_id)
    schedule: dict[str, Json] = {
        "version": one.version_id,
        "due_on": day.isoformat(),
        "due_at": due_at.isoformat(),
        "is_late": is_late,
    }
    facts: dict[str, Json] = {
        "schedule": schedule,
        "organisation": organisation.facts,
        "catalogue": dict(organisation.catalogue),
        "today": day.isoformat(),
    }
    subject = events.Subject(organisation.id, SCHEDULE, one.rule_id, facts)
    planned = events.plan_event(organisation.index, organisation.stamp, subject)
    with transaction() as session:
        if not _mark(session, one, due_at, str(planned.event["id"])):
            return False  # another sweeper was faster
        events.write(session, planned)
        faultpoint("sweeper.before_schedule")
    faultpoint("sweeper.after_schedule")
    return True


def _mark(session: GuardedSession, one: _Scheduled, due_at: datetime, event_id: str | None) -> bool:
    """Notes the occurrence; False where it is noted already."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    row = {
        "organisation_id": one.organisation_id,
        "rule_id": one.rule_id,
        "due_at": due_at,
        "event_id": event_id,
    }
    table = table_of(ScheduleTick)
    statement = dialect.insert(table).values(row).on_conflict_do_nothing().returning(table.c.rule_id)
    return session.execute(statement).first() is not None
