"""Reminders become effects on their morning, once; what makes them needless cancels them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from licorne import faults
from licorne.models.effect import Effect
from licorne.models.invoice import Invoice
from licorne.models.work import Message, Notification, Reminder, Task
from licorne.services import reminders, tasks
from tests.services.house import House


def _due_reminder(house: House) -> Reminder:
    reminder = house.one(Reminder)
    house.stand_at(reminder.due_at)
    return reminder


def test_a_reminder_is_due_on_the_morning_of_the_due_day(ordered_house: House) -> None:
    house = ordered_house
    reminder = _due_reminder(house)
    assert reminder.due_at == reminders.morning(house.one(Invoice).due_on, "Europe/Paris")
    house.stand_at(reminder.due_at - timedelta(seconds=1))
    assert (reminders.due_exists(), reminders.tick()) == (False, 0)


def test_a_due_reminder_becomes_one_notice_however_often_it_is_looked_at(ordered_house: House) -> None:
    house = ordered_house
    _due_reminder(house)
    assert [reminders.tick(), reminders.tick()] == [1, 0]
    house.perform()
    told = [notice for notice in house.rows(Notification) if notice.code == "reminder"]
    assert [notice.user_id for notice in told] == [house.owner.user_id]
    assert house.one(Reminder).state == "done"
    assert house.examine() == []


def test_a_crash_between_reminder_and_effect_leaves_both_or_none(ordered_house: House) -> None:
    house = ordered_house
    _due_reminder(house)
    faults.arm("sweeper.before_tick:raise", house.settings.data)
    with pytest.raises(faults.FaultRaised):
        reminders.tick()
    assert house.one(Reminder).state == "scheduled"
    assert [effect for effect in house.rows(Effect) if effect.step == "reminder"] == []
    assert reminders.tick() == 1


def test_a_reminder_by_mail_goes_to_who_looks_after_the_contact(house: House) -> None:
    house.only_rule(
        {"id": "remind", "action": "set_reminder", "settings": {"text": "Call", "after_days": 1, "channel": "mail"}}
    )
    house.submit()
    house.perform()
    _due_reminder(house)
    reminders.tick()
    house.perform()
    assert house.one(Message).recipient == house.owner.email


def test_a_completed_task_cancels_its_reminder_and_opening_it_again_does_not_bring_it_back(
    ordered_house: House,
) -> None:
    house = ordered_house
    _due_reminder(house)
    task = house.one(Task)
    tasks.complete(house.organisation_id, task.id, "user:x")
    tasks.complete(house.organisation_id, task.id, "user:x")
    assert (house.one(Task).state, house.one(Reminder).state, reminders.tick()) == ("done", "cancelled", 0)
    tasks.reopen(house.organisation_id, task.id, "user:x")
    assert (house.one(Task).state, house.one(Reminder).state) == ("open", "cancelled")
    assert house.examine() == []


def test_mornings_know_summer_time() -> None:
    assert reminders.morning(date(2026, 7, 1), "Europe/Paris") == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert reminders.morning(date(2026, 12, 1), "Europe/Paris") == datetime(2026, 12, 1, 7, tzinfo=UTC)
