"""Runs that wait, and schedules: whatever a process dies of at their fault points, everything is there once in the end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from licorne.adapters import clock
from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from licorne.faults import POINTS
from licorne.models.contact import ContactTag
from licorne.models.effect import Effect
from licorne.models.event import Event, Run
from licorne.models.flow import ScheduleTick, Wait
from licorne.models.work import Task
from licorne.services import publishing
from tests.prove import processes, roles
from tests.prove.cases import waits_for_time
from tests.services.house import House, opened, rule

_BEGIN = datetime.fromisoformat("2026-01-10T07:00+01:00")
_POINTS = [point for point in POINTS if waits_for_time(point)]


def _tag(name: str) -> dict[str, Any]:
    return {"id": name, "action": "tag_contact", "settings": {"tag": name}}


_WAIT = {"id": "w", "kind": "wait", "settings": {"for": {"amount": 1, "unit": "days"}}}
_DAILY: dict[str, Any] = {
    "schema": 1,
    "name": {"en": "Daily"},
    "trigger": {"kind": "schedule", "settings": {"every": "day", "at": "08:00"}},
    "steps": [{"id": "task", "action": "create_task", "settings": {"title": "{{ schedule.due_on }}"}}],
}


@dataclass(frozen=True)
class _Flow:
    """A house whose form is answered by a rule that waits a day, and that makes a task every morning."""

    house: House
    environ: dict[str, str]

    def die(self, point: str, action: str) -> None:
        """Has the process that passes the point fail there."""
        role = roles.sweeper if point.startswith("sweeper.") else roles.worker
        code = processes.run(role, self.environ | {"LICORNE_FAULT": f"{point}:{action}"})
        assert (code == -9) == (action == "kill9"), code
        assert (self.house.settings.data / "fault-fired").exists(), "the point was not passed"

    def finish(self) -> None:
        """Sweeps until nothing is due any more."""
        for _ in range(4):
            roles.sweep()
            self.house.stand_at(clock.now() + timedelta(minutes=2))


@pytest.fixture
def flow(seeded_settings: Settings, renderer: PdfRenderer) -> Iterator[_Flow]:
    """On a fresh database of each engine, before anything is due."""
    file = seeded_settings.data / "clock"
    own = replace(seeded_settings, redis_url=None, test_clock=file, testing=True)
    own.data.mkdir(parents=True, exist_ok=True)
    file.write_text(_BEGIN.isoformat(), encoding="ascii")
    with opened(own, renderer) as house:
        house.stand_at(_BEGIN)
        publishing.switch_rule(house.organisation_id, house.only_rule_id(), False, "system")
        publishing.publish_rule(house.organisation_id, "flow", rule(_tag("before"), _WAIT, _tag("after")), "system")
        publishing.publish_rule(house.organisation_id, "daily", _DAILY, "system")
        yield _Flow(house, own.to_environment())


@pytest.mark.every_day
@pytest.mark.parametrize("action", ["kill9", "raise"])
@pytest.mark.parametrize("point", _POINTS)
def test_a_fault_in_a_run_that_waits_changes_nothing_in_the_end(flow: _Flow, point: str, action: str) -> None:
    house = flow.house
    house.submit()
    if point == "wait.before_put_off":
        flow.die(point, action)
    flow.finish()
    house.stand_at(_BEGIN + timedelta(hours=1, minutes=1))
    if point.startswith("sweeper."):
        flow.die(point, action)
    flow.finish()
    assert sorted(tag.tag for tag in house.rows(ContactTag)) == ["before"]
    house.stand_at(_BEGIN + timedelta(days=1, minutes=30))
    if point in ("wait.before_conclusion", "stretch.before_commit"):
        flow.die(point, action)
    flow.finish()
    _check(house)


def _check(house: House) -> None:
    """Each thing once, and the doctor content."""
    assert house.examine() == []
    assert sorted(tag.tag for tag in house.rows(ContactTag)) == ["after", "before"]
    assert (house.one(Wait).outcome, house.one(Task).title) == ("time", "2026-01-10")
    assert sorted(event.kind for event in house.rows(Event)) == ["schedule", "submission.received", "wait.ended"]
    assert {run.state for run in house.rows(Run)} == {"done"}
    assert {effect.state for effect in house.rows(Effect)} == {"done"}
    house.one(ScheduleTick)
