from datetime import timedelta

import pytest

from licorne.adapters import clock
from licorne.errors import NotFound
from licorne.models.audit import AuditEntry
from licorne.models.organisation import User
from licorne.models.work import Notification, Task
from licorne.services import live, snoozes, tasks
from licorne.services.reminders import morning
from rules.expression.problem import Refused
from tests.services.house import House

NOBODY = "019b0000-0000-7000-8000-000000000000"


def test_what_is_put_aside_comes_back_on_the_morning_of_its_day(house: House) -> None:
    organisation, user, task = house.organisation_id, house.owner.user_id, NOBODY
    zone = live.organisation(organisation).zone
    day = clock.today(zone) + timedelta(days=2)
    snoozes.snooze(organisation, user, task, day - timedelta(days=1), zone)
    snoozes.snooze(organisation, user, task, day, zone)
    assert snoozes.snoozed(organisation, user) == {task}
    assert snoozes.snoozed(organisation, NOBODY) == frozenset()
    house.stand_at(morning(day, zone) - timedelta(seconds=1))
    assert snoozes.snoozed(organisation, user) == {task}
    house.stand_at(morning(day, zone))
    assert snoozes.snoozed(organisation, user) == frozenset()


def test_it_is_shown_again_at_once_where_the_person_wants(house: House) -> None:
    organisation, user = house.organisation_id, house.owner.user_id
    snoozes.snooze(organisation, user, NOBODY, clock.today("UTC") + timedelta(days=2), "UTC")
    snoozes.wake(organisation, user, NOBODY)
    snoozes.wake(organisation, user, NOBODY)
    assert snoozes.snoozed(organisation, user) == frozenset()


def test_nothing_is_put_aside_into_the_past(house: House) -> None:
    with pytest.raises(Refused):
        snoozes.snooze(
            house.organisation_id, house.owner.user_id, NOBODY, clock.today("UTC") - timedelta(days=1), "UTC"
        )


def test_a_task_is_given_to_a_member_who_is_told_and_to_nobody_else(house: House) -> None:
    house.submit()
    house.perform()
    task, user = house.one(Task), house.one(User)
    before = len(house.rows(Notification))
    tasks.assign(house.organisation_id, task.id, None, user.id)
    assert house.one(Task).assignee_id is None
    tasks.assign(house.organisation_id, task.id, user.id, NOBODY)
    tasks.assign(house.organisation_id, task.id, user.id, NOBODY)
    assert house.one(Task).assignee_id == user.id
    assert [row.code for row in house.rows(Notification)[before:]] == ["task_assigned"]
    assert [row.action for row in house.rows(AuditEntry)].count("task.assigned") == 2
    with pytest.raises(Refused):
        tasks.assign(house.organisation_id, task.id, NOBODY, user.id)
    with pytest.raises(NotFound):
        tasks.assign(house.organisation_id, NOBODY, user.id, user.id)
