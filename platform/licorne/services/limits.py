"""Limits of rules, judged in the transaction that writes an event, on locked rows: how often, when, and beside what a run may begin."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from licorne.adapters import clock
from licorne.models.base import table_of
from licorne.models.effect import Effect, State
from licorne.models.event import Run
from licorne.models.flow import RuleLimit
from licorne.models.guard import GuardedSession
from licorne.services import live, rule_versions
from licorne.services.planned import Planned
from rules.durations import next_opening
from rules.expression.dates import as_date
from rules.expression.json_types import Json
from rules.json_text import json_bytes
from rules.limits import DAILY, DEBOUNCE, FREQUENCY, HOURS, ONCE, ONE_AT_A_TIME

_PLACED: Final = (ONCE, FREQUENCY, DAILY, DEBOUNCE, ONE_AT_A_TIME)
_Row = dict[str, Any]


def judge(session: GuardedSession, planned: Sequence[Planned]) -> list[Planned]:
    """The same events with the runs that may not begin marked, put off or queued. All rows of limits are locked in one order."""
    limited = [_Limited.of(session, one, run_id) for one in planned for run_id in one.limited]
    places = sorted({(one.organisation_id, one.rule_id, key) for one in limited for key in one.keys.values()})
    rows = {place: locked(session, *place) for place in places}
    judging = _Judging(session, rows, {one.id: one for one in limited})
    for one in limited:
        judging.judge(one)
    session.flush()
    return [_with(one, judging.limited) for one in planned]


@dataclass
class _Limited:
    """A run with limits, as rows that may still change."""

    run: _Row
    effects: list[_Row]
    limits: Mapping[str, Any]
    rule_id: str
    keys: dict[str, str]

    @staticmethod
    def of(session: GuardedSession, planned: Planned, run_id: str) -> "_Limited":
        """The run of that id."""
        run = next(dict(row) for row in planned.runs if row["id"] == run_id)
        limits = planned.limited[run_id]
        effects = [dict(row) for row in planned.effects if row["run_id"] == run_id]
        rule_id = rule_versions.rule_of(session, str(run["organisation_id"]), str(run["rule_version_id"]))
        facts: Any = planned.event["facts"]
        keys = {name: _key(name, limits[name], str(facts.get("today", ""))) for name in _PLACED if name in limits}
        return _Limited(run, effects, limits, rule_id, keys)

    @property
    def id(self) -> str:
        """The run's id."""
        return str(self.run["id"])

    @property
    def organisation_id(self) -> str:
        """Whose it is."""
        return str(self.run["organisation_id"])

    def refuse(self, code: str, state: str = "skipped") -> None:
        """The run does not begin, and says why."""
        problem = {"code": code, "place": f"/limits/{code.removeprefix('limit_')}", "parameters": {}}
        self.run |= {"state": state, "problems": [problem], "finished_at": clock.now(), "cursor": None}
        self.effects.clear()

    def put_off(self, until: datetime) -> None:
        """What is due at once is due then."""
        for effect in self.effects:
            if effect["state"] == State.PENDING.value:
                effect["next_at"] = max(effect["next_at"], until)


def _key(name: str, limit: Any, today: str) -> str:
    """The place of a limit: what it counts, and in which period."""
    per = [name, _period("day", today)] if name == DAILY else [limit.get("per"), _period(limit.get("period"), today)]
    return f"{name}:{hashlib.sha256(json_bytes(per, sort_keys=True)).hexdigest()}"


def _period(period: str | None, today: str) -> str:
    day = as_date(today)
    if period is None or day is None:
        return ""
    year, week, _ = day.isocalendar()
    quarter = (day.month + 2) // 3
    return {
        "day": today,
        "week": f"{year}-W{week}",
        "month": today[:7],
        "quarter": f"{day.year}-Q{quarter}",
        "year": today[:4],
    }[period]


def locked(session: GuardedSession, organisation_id: str, rule_id: str, key: str) -> RuleLimit:
    """The row of a place, made where there is none; nobody else judges by it until the transaction ends."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    row: _Row = {"organisation_id": organisation_id, "rule_id": rule_id, "key": key, "used": [], "latest_run": None}
    session.execute(dialect.insert(table_of(RuleLimit)).values(row).on_conflict_do_nothing())
    statement = select(RuleLimit).where(
        RuleLimit.organisation_id == organisation_id, RuleLimit.rule_id == rule_id, RuleLimit.key == key
    )
    return session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one()


@dataclass
class _Judging:
    """`rows` are the locked places; `limited` the runs of this transaction, which see each other."""

    session: GuardedSession
    rows: Mapping[tuple[str, str, str], RuleLimit]
    limited: dict[str, _Limited]

    def judge(self, one: _Limited) -> None:
        """Judges a run: first whether it may begin at all, then when."""
        for name in (ONCE, FREQUENCY, DAILY):
            if name in one.keys and not self._has_room(one, name):
                one.refuse(f"limit_{name}")
                return
        for name in (ONCE, FREQUENCY, DAILY):
            if name in one.keys:
                self._take(one, name)
        if DEBOUNCE in one.keys:
            self._debounce(one)
        if HOURS in one.limits:
            zone = live.organisation(one.organisation_id).zone
            one.put_off(next_opening(one.limits[HOURS], max(self._begins(one)), zone))
        if ONE_AT_A_TIME in one.keys:
            self._enter_lane(one)

    def _begins(self, one: _Limited) -> Iterator[datetime]:
        yield clock.now()
        yield from (effect["next_at"] for effect in one.effects if effect["state"] == State.PENDING.value)

    def _row(self, one: _Limited, name: str) -> RuleLimit:
        return self.rows[one.organisation_id, one.rule_id, one.keys[name]]

    def _has_room(self, one: _Limited, name: str) -> bool:
        used = self._row(one, name).used
        if name == ONCE:
            return not used
        if name == DAILY:
            return len(used) < int(one.limits[DAILY])
        frequency = one.limits[FREQUENCY]
        return len(_since(used, frequency["days"])) < int(frequency["times"])

    def _take(self, one: _Limited, name: str) -> None:
        row = self._row(one, name)
        kept = row.used if name != FREQUENCY else _since(row.used, one.limits[FREQUENCY]["days"])
        row.used = [*kept, clock.now().isoformat()]
        row.latest_run = one.id

    def _debounce(self, one: _Limited) -> None:
        row = self._row(one, DEBOUNCE)
        if row.latest_run is not None:
            self._supersede(one.organisation_id, row.latest_run)
        row.latest_run = one.id
        one.put_off(clock.now() + timedelta(seconds=one.limits[DEBOUNCE]["seconds"]))

    def _supersede(self, organisation_id: str, run_id: str) -> None:
        """A run that has not begun gives way to a later one."""
        if run_id in self.limited:
            self.limited[run_id].refuse("limit_debounce")
            return
        mine = (Effect.organisation_id == organisation_id, Effect.run_id == run_id)
        untouched = [State.PENDING.value, State.WAITING.value, State.SKIPPED.value]
        effects = self.session.execute(select(Effect.state, Effect.attempts).where(*mine).with_for_update()).all()
        if any(row.state not in untouched or row.attempts for row in effects):
            return
        self.session.execute(
            update(Effect).where(*mine).values(state=State.CANCELLED.value),
            execution_options={"synchronize_session": False},
        )
        problem: Json = {"code": "limit_debounce", "place": "/limits/debounce", "parameters": {}}
        self.session.execute(
            update(Run)
            .where(Run.organisation_id == organisation_id, Run.id == run_id)
            .values(state="cancelled", finished_at=clock.now(), problems=[problem], cursor=None),
            execution_options={"synchronize_session": False},
        )

    def _enter_lane(self, one: _Limited) -> None:
        """The run begins where no other one of its lane is on its way, else it queues."""
        lane = f"{one.rule_id}:{one.keys[ONE_AT_A_TIME].partition(':')[2]}"
        one.run["lane"] = lane
        if one.run["state"] != "running":
            return
        here = any(other.run.get("lane") == lane and other.run["state"] == "running" for other in self._others(one))
        statement = select(Run.id).where(
            Run.organisation_id == one.organisation_id, Run.lane == lane, Run.state == "running"
        )
        if not here and self.session.scalar(statement.limit(1)) is None:
            return
        one.run["state"] = "queued"
        for effect in one.effects:
            if effect["state"] == State.PENDING.value:
                effect["state"] = State.WAITING.value

    def _others(self, one: _Limited) -> Iterator[_Limited]:
        return (other for other in self.limited.values() if other is not one)


def _since(used: Sequence[str], days: int) -> list[str]:
    """The instants that lie less than so many days back."""
    first = clock.now() - timedelta(days=days)
    return [at for at in used if datetime.fromisoformat(at) > first]


def _with(planned: Planned, limited: Mapping[str, _Limited]) -> Planned:
    """The event with the rows of its limited runs as they were judged."""
    if not planned.limited:
        return planned
    runs = tuple(limited[str(run["id"])].run if run["id"] in limited else run for run in planned.runs)
    others = [row for row in planned.effects if row["run_id"] not in planned.limited]
    mine = [row for run_id in planned.limited for row in limited[run_id].effects]
    return replace(planned, runs=runs, effects=(*others, *mine))


