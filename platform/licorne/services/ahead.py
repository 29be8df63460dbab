"""What will happen by itself, reckoned ahead from how things stand: a pure function of rows, read by `services/upcoming.py`.

Runs are followed beyond their next wait, with the same planning as later, as far as nothing has to be known that only the future
tells: what a step that is still to be done makes, what a person decides, what customers do. There the list ends, and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final, Literal

from licorne.adapters import clock
from licorne.services import waits
from licorne.services.causes import allowed
from licorne.services.reminders import morning
from rules.durations import next_opening
from rules.expression.bind import bind
from rules.expression.envelope import WHEN, is_resting
from rules.expression.json_types import Json
from rules.expression.paths import STEPS
from rules.expression.problem import Refused
from rules.expression.tree import facts_in
from rules.intent import Plan
from rules.json_text import json_bytes
from rules.limits import DEBOUNCE, HOURS
from rules.plan import SCHEDULE, CompiledRule, RuleIndex, go_on
from rules.results import ENDED_ON, OUTCOME, Finished, facts_after, seen_results
from rules.schedule import occurrences
from rules.step import ACTIONS, APPROVAL, CALL, WAIT, all_steps

#: Steps of one run that are followed at most.
_MOST: Final = 1_000
_WAIT, _APPROVAL, _CALL, _REMINDER = ACTIONS[WAIT], ACTIONS[APPROVAL], ACTIONS[CALL], "set_reminder"
#: Settings of these decide when something fires, so nothing in them may be unknown.
_TIMED: Final = frozenset((_WAIT, _APPROVAL, _REMINDER))
#: Limits that depend on what else has run by then.
_JUDGED_LATER: Final = frozenset(("once", "frequency", "daily", "debounce", "one_at_a_time"))
Kind = Literal["step", "reminder", "occurrence"]


@dataclass(frozen=True)
class Item:
    """Something that will be done at `at`. `action` and `settings` say what; `row` is that of an `each`.

    `is_limited`: only where the rule’s limits allow it by then.
    """

    at: datetime
    kind: Kind
    action: str
    version_id: str | None = None
    run_id: str | None = None
    step: str = ""
    row: str = ""
    settings: Mapping[str, Json] = field(default_factory=dict)
    is_limited: bool = False


@dataclass(frozen=True)
class Todo:
    """A step that is still to be done, as its effect has it or as it is planned. `at`: when it is due, None right after the one before.

    `wait_kind`: that of its wait, where it has begun to wait.
    """

    step: str
    row: str
    action: str
    settings: dict[str, Json]
    at: datetime | None = None
    wait_kind: str = ""


@dataclass
class Doing:
    """A run as it stands, or as it will begin. `unknown`: steps whose results only the future tells."""

    compiled: CompiledRule
    facts: Mapping[str, Json]
    todo: list[Todo]
    cursor: str
    finished: list[Finished] = field(default_factory=list)
    run_id: str | None = None
    depth: int = 0
    chain: tuple[str, ...] = ()
    is_limited: bool = False
    unknown: set[str] = field(default_factory=set)

    @property
    def version_id(self) -> str:
        """The version that it follows."""
        return self.compiled.version_id

    def names_unknown(self, settings: Mapping[str, Json]) -> bool:
        """Whether planned settings wait for a result that nobody knows yet."""
        text = json_bytes(dict(settings)).decode() if is_resting(dict(settings)) else ""
        return any(f"{STEPS}.{step}" in text for step in self.unknown)

    @cached_property
    def decisive(self) -> frozenset[str]:
        """The steps whose results decide which way the run goes."""
        document = self.compiled.document
        steps = list(all_steps((*document.steps, *document.on_error)))
        asked = [block.condition for step in steps for block in step.blocks if block.condition is not None]
        paths = [fact.path for one in asked for fact in facts_in(one)] + [one.each.path for one in steps if one.each]
        return frozenset(path[1] for path in paths if path[0] == STEPS and len(path) > 1)


@dataclass(frozen=True)
class Scheduled:
    """A live rule with a schedule; `facts` are those of each occurrence but for its day."""

    compiled: CompiledRule
    facts: Mapping[str, Json]


@dataclass(frozen=True)
class Dated:
    """An event that a date brings about: its kind, its facts, and `shown` for the list."""

    kind: str
    at: datetime
    facts: Mapping[str, Json]
    shown: Mapping[str, Json]


@dataclass
class Ahead:
    """Collects what will happen after `now` and until `until`, in the organisation's zone."""

    index: RuleIndex
    versions: Mapping[str, CompiledRule]
    now: datetime
    until: datetime
    zone: str
    items: list[Item] = field(default_factory=list)

    def reckon(
        self,
        doings: Iterable[Doing],
        reminders: Iterable[Item],
        schedules: Iterable[Scheduled],
        dated: Iterable[Dated] = (),
    ) -> list[Item]:
        """All of it, in the order in which it will happen."""
        for reminder in reminders:
            self._add(reminder)
        for doing in doings:
            self._follow(doing, self.now)
        for scheduled in schedules:
            self._occur(scheduled)
        for one in dated:
            self._add(Item(one.at, "occurrence", one.kind, settings=one.shown))
            self._answer(one.kind, one.facts, one.at)
        return sorted(self.items, key=lambda item: item.at)

    def _add(self, item: Item) -> None:
        if item.at <= self.until:
            self.items.append(item)

    def _follow(self, doing: Doing, at: datetime) -> None:
        """Follows a run from `at` on until it ends, leaves the window, or depends on what only the future tells."""
        for _ in range(_MOST):
            if not doing.todo and not self._plan_on(doing):
                return
            if not doing.todo:
                continue
            ended = self._do(doing, doing.todo.pop(0), at)
            if ended is None or ended > self.until:
                return
            at = ended

    def _plan_on(self, doing: Doing) -> bool:
        """The next stretch; False at the end, and where nobody knows which way it goes."""
        if not doing.cursor or doing.decisive & doing.unknown:
            return False
        plan = go_on(doing.compiled, doing.facts, doing.cursor, doing.finished)
        doing.todo, doing.cursor = _todo(plan), plan.cursor
        return not plan.problems

    def _do(self, doing: Doing, todo: Todo, at: datetime) -> datetime | None:
        """When the step is done, with all that comes of it; None where that is not known."""
        if doing.names_unknown(todo.settings) and (todo.action in _TIMED or WHEN in todo.settings):
            return None
        try:
            settings = _bound(doing, todo)
            ended = at if settings is None else self._ends(todo, settings, at)
        except Refused:
            return None
        if settings is None:
            return at
        if ended is None or ended > self.until:
            return None
        self._tell_begin(doing, todo, settings, at)
        self._add(_item(doing, todo, settings, ended))
        self._finish(doing, todo, settings, ended)
        return ended

    def _ends(self, todo: Todo, settings: Mapping[str, Any], at: datetime) -> datetime | None:
        if todo.wait_kind or todo.action not in (_WAIT, _APPROVAL):
            return max(at, todo.at or at)
        begin = max(at, todo.at or at)
        due = waits.aim_of(settings, begin, self.zone).due_at if todo.action == _WAIT else None
        if todo.action == _APPROVAL:
            due = waits.time_out(settings, begin, self.zone)
        return None if due is None else max(begin, due)

    def _finish(self, doing: Doing, todo: Todo, settings: Mapping[str, Any], at: datetime) -> None:
        result = self._result(todo, settings, at)
        doing.finished.append(Finished(todo.step, todo.row, todo.action, result))
        if todo.action == _WAIT:
            self._tell(doing, "wait.ended", {"wait": {"step": todo.step, "title": "", **result}}, at)
        elif todo.action == _APPROVAL:
            title = str(settings.get("title") or "")
            self._tell(doing, "approval.decided", {"wait": {"step": todo.step, "title": title, **result}}, at)
        else:
            doing.unknown.add(todo.step)
        if todo.action == _CALL:
            call: dict[str, Json] = {"rule": str(settings["rule"]), "with": settings.get("with") or {}}
            self._tell(doing, "rule.called", {"call": call}, at)
        if todo.action == _REMINDER:
            self._remind(doing, settings, at)

    def _result(self, todo: Todo, settings: Mapping[str, Any], at: datetime) -> dict[str, Json]:
        """What later steps will see of a wait that nothing ends before its time."""
        day = clock.date_in(at, self.zone).isoformat()
        timed = todo.wait_kind == "time" or (not todo.wait_kind and "event" not in settings and todo.action == _WAIT)
        value: dict[str, Json] = {OUTCOME: "time" if timed else "timeout", "due_on": day, ENDED_ON: day}
        more: dict[str, Json] = {"by": [], "reason": ""} if todo.action == _APPROVAL else {}
        return value | more if todo.action in (_WAIT, _APPROVAL) else {}

    def _remind(self, doing: Doing, settings: Mapping[str, Any], at: datetime) -> None:
        day = _reminded_on(settings, clock.date_in(at, self.zone))
        if day is None:
            return
        told = {"text": str(settings.get("text", "")), "channel": settings.get("channel") or "notice"}
        due = max(at, morning(day, self.zone))
        self._add(Item(due, "reminder", "reminder", doing.version_id, doing.run_id, settings=told))

    def _tell_begin(self, doing: Doing, todo: Todo, settings: Mapping[str, Any], at: datetime) -> None:
        if todo.action == _APPROVAL and not todo.wait_kind:
            wait: dict[str, Json] = {"step": todo.step, "title": str(settings.get("title") or "")}
            self._tell(doing, "approval.requested", {"wait": wait}, at)

    def _tell(self, doing: Doing, kind: str, more: Mapping[str, Json], at: datetime) -> None:
        """The rules that answer what a run causes."""
        facts = {**doing.facts, "today": clock.date_in(at, self.zone).isoformat(), **more}
        self._answer(kind, facts, at, doing.depth + 1, (*doing.chain, doing.version_id))

    def _answer(
        self, kind: str, facts: Mapping[str, Json], at: datetime, depth: int = 0, chain: tuple[str, ...] = ()
    ) -> None:
        plans, _ = allowed(self.index.plan(kind, facts), depth, chain)
        for plan in plans:
            if not plan.problems:
                limits = plan.limits or {}
                limited = bool(_JUDGED_LATER & set(limits))
                compiled = self.versions[plan.version_id]
                doing = Doing(compiled, facts, _todo(plan), plan.cursor, depth=depth, chain=chain, is_limited=limited)
                self._follow(doing, self._begins(limits, at))

    def _begins(self, limits: Mapping[str, Any], at: datetime) -> datetime:
        at += timedelta(seconds=limits[DEBOUNCE]["seconds"] if DEBOUNCE in limits else 0)
        return next_opening(limits[HOURS], at, self.zone) if HOURS in limits else at

    def _occur(self, scheduled: Scheduled) -> None:
        settings = scheduled.compiled.document.trigger.settings
        for day, at in occurrences(settings, self.now, self.until, self.zone):
            version = scheduled.compiled.version_id
            told: dict[str, Json] = {
                "version": version,
                "due_on": day.isoformat(),
                "due_at": at.isoformat(),
                "is_late": False,
            }
            self._add(Item(at, "occurrence", SCHEDULE, version))
            self._answer(SCHEDULE, {**scheduled.facts, SCHEDULE: told, "today": day.isoformat()}, at)


def _todo(plan: Plan) -> list[Todo]:
    return [Todo(intent.step, intent.item, intent.action, intent.settings) for intent in plan.intents]


def _bound(doing: Doing, todo: Todo) -> Mapping[str, Json] | None:
    """The settings as far as they are known; None for a step that is not wanted. Raises Refused."""
    if not is_resting(todo.settings):
        return todo.settings
    if doing.names_unknown(todo.settings):  # it only says what, and not when
        return {}
    return bind(todo.settings, facts_after(doing.facts, doing.finished), seen_results(doing.finished, todo.row))


def _item(doing: Doing, todo: Todo, settings: Mapping[str, Json], at: datetime) -> Item:
    return Item(
        at,
        "step",
        todo.action,
        doing.version_id,
        doing.run_id,
        todo.step,
        todo.row,
        settings,
        doing.is_limited,
    )


def _reminded_on(settings: Mapping[str, Any], today: date) -> date | None:
    if not settings.get("on"):
        return today + timedelta(days=int(settings.get("after_days") or 0))
    try:
        return date.fromisoformat(str(settings["on"]))
    except ValueError:  # the step will be parked, and remind nobody
        return None
