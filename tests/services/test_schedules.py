from datetime import datetime
from typing import Any

import pytest

from licorne import faults
from licorne.models.event import Event, Run
from licorne.models.flow import ScheduleTick
from licorne.services import publishing, schedules
from licorne.services.sweeper import Sweeper
from tests.services.house import House
from tests.services.test_flows import content

TASK: dict[str, Any] = {"id": "t", "action": "create_task", "settings": {"title": "Report of {{ schedule.due_on }}"}}


def at(text: str) -> datetime:
    """An instant of the demo's zone in winter."""
    return datetime.fromisoformat(f"{text}+01:00")


def scheduled(house: House, **more: Any) -> None:
    """Has a task made every day at eight."""
    trigger = {"kind": "schedule", "settings": {"every": "day", "at": "08:00"}}
    document = {"schema": 1, "name": {"en": "Daily"}, "trigger": trigger, "steps": [TASK], **more}
    publishing.publish_rule(house.organisation_id, "daily", document, "system")


def told(house: House) -> list[str]:
    """The days of the occurrences that rules were told."""
    events: list[Any] = [event.facts for event in house.rows(Event) if event.kind == "schedule"]
    return [facts["today"] for facts in events]


def test_an_occurrence_is_told_once_when_it_is_due(house: House) -> None:
    house.stand_at(at("2026-01-10T07:00"))
    scheduled(house)
    assert schedules.tick() == 0
    house.stand_at(at("2026-01-10T08:00"))
    assert [schedules.tick(), schedules.tick()] == [1, 0]
    house.perform()
    assert told(house) == ["2026-01-10"]
    assert house.step("t").settings["title"] == "Report of 2026-01-10"
    house.stand_at(at("2026-01-11T08:01"))
    Sweeper().round()
    assert told(house) == ["2026-01-10", "2026-01-11"]
    content(house)


@pytest.mark.parametrize(
    ("policy", "days"),
    [
        ("all", ["2026-01-11", "2026-01-12", "2026-01-13"]),
        ("latest", ["2026-01-13"]),
        ("none", []),
    ],
)
def test_what_a_downtime_missed_is_made_up_for_with_its_own_days(house: House, policy: str, days: list[str]) -> None:
    house.stand_at(at("2026-01-10T09:00"))
    scheduled(house, limits={"catch_up": policy})
    house.stand_at(at("2026-01-13T15:00"))
    assert schedules.tick() == len(days)
    assert schedules.tick() == 0
    house.perform()
    assert told(house) == days
    house.stand_at(at("2026-01-14T08:00"))
    schedules.tick()
    assert told(house) == [*days, "2026-01-14"]
    content(house)


def test_a_rule_is_not_told_what_was_due_before_it_was_published(house: House) -> None:
    house.stand_at(at("2026-01-10T08:05"))
    scheduled(house)
    assert schedules.tick() == 0
    assert house.rows(ScheduleTick) == []


def test_each_schedule_starts_its_own_rule_alone(house: House) -> None:
    house.stand_at(at("2026-01-10T07:00"))
    scheduled(house)
    trigger = {"kind": "schedule", "settings": {"every": "day", "at": "08:00"}}
    other = {"schema": 1, "name": {"en": "Other"}, "trigger": trigger, "steps": [TASK]}
    publishing.publish_rule(house.organisation_id, "other", other, "system")
    house.stand_at(at("2026-01-10T08:00"))
    assert schedules.tick() == 2
    assert len(house.rows(Run)) == 2
    content(house)


@pytest.mark.parametrize(("point", "first"), [("sweeper.before_schedule", 0), ("sweeper.after_schedule", 1)])
def test_a_sweeper_that_breaks_off_tells_nothing_twice_and_leaves_nothing_out(
    house: House, point: str, first: int
) -> None:
    house.stand_at(at("2026-01-10T07:00"))
    scheduled(house)
    house.stand_at(at("2026-01-10T08:00"))
    faults.arm(f"{point}:raise", house.settings.data)
    with pytest.raises(faults.FaultRaised):
        schedules.tick()
    assert len(told(house)) == first
    schedules.tick()
    assert told(house) == ["2026-01-10"]
    content(house)
