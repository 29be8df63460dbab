"""Rules that answer an invoice that is due, soon or since some days: told at eight, once, with its own day, while it is not paid."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from licorne.models.event import Event
from licorne.models.invoice import Invoice
from licorne.models.work import Task
from licorne.services import due_dates, invoices, publishing, upcoming
from tests.services.house import House, rule

#: Ten in the morning in Paris; the demo's invoices are due on 24 December.
ISSUED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def _wait_for(house: House, days: int, slug: str = "chase") -> None:
    step: Any = {"id": "chase", "action": "create_task", "settings": {"title": "{{ invoice.number }} on {{ today }}"}}
    document: Any = rule(step) | {"trigger": {"kind": "invoice.due", "settings": {"due_days": days}}}
    publishing.publish_rule(house.organisation_id, slug, document, "system")


def _invoice(house: House, days: int | None = None) -> Invoice:
    """An invoice that was just issued; `days` are given to pay it, thirty if nothing is said."""
    house.stand_at(ISSUED)
    if days is not None:
        lines: Any = [{"product": "website-page", "quantity": "1"}]
        house.only_rule({"id": "issue", "action": "issue_invoice", "settings": {"due_days": days, "lines": lines}})
    house.submit()
    house.perform()
    return house.one(Invoice)


def _told_at(house: House, when: str) -> int:
    house.stand_at(datetime.fromisoformat(when))
    return due_dates.tick()


def _due(house: House) -> list[dict[str, Any]]:
    return [event.facts for event in house.rows(Event) if event.kind == due_dates.KIND]


def test_it_is_told_at_eight_in_the_morning_of_the_day_and_once(house: House) -> None:
    number = _invoice(house).number
    _wait_for(house, 7)
    assert _told_at(house, "2026-12-31T07:59+01:00") == 0
    assert _told_at(house, "2026-12-31T08:00+01:00") == 1
    assert (due_dates.tick(), _told_at(house, "2027-01-02T08:00+01:00")) == (0, 0)
    house.perform()
    assert [task.title for task in house.rows(Task) if task.title.endswith("2026-12-31")] == [f"{number} on 2026-12-31"]
    (facts,) = _due(house)
    assert facts["due"] == {"days": 7, "on": "2026-12-31", "is_late": False}
    assert (facts["invoice"]["number"], facts["contact"]["email"]) == (number, "ada@example.com")
    assert house.examine() == []


def test_each_number_of_days_is_told_apart_and_rules_with_the_same_share_one_event(house: House) -> None:
    _invoice(house)
    for slug, days in (("before", -7), ("on", 0), ("after", 7), ("too", 7)):
        _wait_for(house, days, slug)
    assert _told_at(house, "2026-12-17T08:00+01:00") == 1
    assert _told_at(house, "2026-12-24T08:00+01:00") == 1
    assert _told_at(house, "2026-12-31T08:00+01:00") == 1
    assert [facts["due"]["days"] for facts in _due(house)] == [-7, 0, 7]
    house.perform()
    assert len([task for task in house.rows(Task) if task.title.endswith("2026-12-31")]) == 2


def test_what_is_paid_is_not_told_of(house: House) -> None:
    invoice = _invoice(house)
    _wait_for(house, 7)
    house.stand_at(datetime.fromisoformat("2026-12-31T07:59+01:00"))
    invoices.mark_paid(house.organisation_id, invoice.id, None, "user:test")
    assert _told_at(house, "2026-12-31T08:00+01:00") == 0


@pytest.mark.parametrize("meanwhile", ["paid", "told"])
def test_what_is_paid_or_told_between_the_look_and_the_word_is_not_told_of(house: House, meanwhile: str) -> None:
    invoice_id = _invoice(house).id
    _wait_for(house, 7)
    house.stand_at(datetime.fromisoformat("2026-12-31T08:00+01:00"))
    (wish,) = due_dates._wishes()
    assert due_dates._due(wish) == [invoice_id]
    if meanwhile == "paid":
        invoices.mark_paid(house.organisation_id, invoice_id, None, "user:test")
    else:
        assert due_dates.tick() == 1
    assert due_dates._tell(wish, invoice_id) is False
    assert len(_due(house)) == (meanwhile == "told")


def test_an_invoice_that_was_given_fewer_days_has_no_day_so_long_before(house: House) -> None:
    _invoice(house, days=3)
    _wait_for(house, -7)
    assert _told_at(house, "2026-11-25T08:00+01:00") == 0
    _wait_for(house, -3, "just")
    _wait_for(house, 0, "on")
    assert _told_at(house, "2026-11-27T09:00+01:00") == 1
    assert [facts["due"]["days"] for facts in _due(house)] == [0]


def test_after_a_downtime_it_bears_its_own_day_and_says_that_it_is_late(house: House) -> None:
    _invoice(house)
    _wait_for(house, 7)
    assert _told_at(house, "2027-01-05T11:00+01:00") == 1
    (facts,) = _due(house)
    assert (facts["due"], facts["today"]) == ({"days": 7, "on": "2026-12-31", "is_late": True}, "2026-12-31")


def test_a_rule_hears_nothing_of_days_before_it_was_published(house: House) -> None:
    _invoice(house)
    house.stand_at(datetime.fromisoformat("2027-01-02T10:00+01:00"))
    _wait_for(house, 7)
    assert _told_at(house, "2027-01-03T10:00+01:00") == 0
    _wait_for(house, 10, "later")
    assert _told_at(house, "2027-01-03T11:00+01:00") == 0
    house.stand_at(datetime.fromisoformat("2027-01-03T12:00+01:00"))
    _wait_for(house, 11, "tomorrow")
    assert _told_at(house, "2027-01-04T08:00+01:00") == 1


def test_the_list_of_what_will_happen_has_it_until_it_is_paid(quick_house: House) -> None:
    invoice = _invoice(quick_house)
    invoice_id, number = invoice.id, invoice.number
    _wait_for(quick_house, 7)
    items = [item for item in upcoming.upcoming(quick_house.organisation_id) if item.action == due_dates.KIND]
    assert [(item.at, item.settings["number"]) for item in items] == [
        (datetime(2026, 12, 31, 7, 0, tzinfo=UTC), number)
    ]
    steps = [item for item in upcoming.upcoming(quick_house.organisation_id) if item.step == "chase"]
    assert [item.settings["title"] for item in steps] == [f"{number} on 2026-12-31"]
    quick_house.stand_at(ISSUED + timedelta(days=1))
    invoices.mark_paid(quick_house.organisation_id, invoice_id, None, "user:test")
    again = upcoming.upcoming(quick_house.organisation_id)
    assert not {"chase", due_dates.KIND} & {item.step or item.action for item in again}


def test_an_invoice_that_is_issued_and_one_that_is_paid_are_answered_too(quick_house: House) -> None:
    for kind in ("invoice.issued", "invoice.paid"):
        step: Any = {
            "id": "tell",
            "action": "create_task",
            "settings": {"title": f"{kind} {{{{ invoice.total }}}} {{{{ contact.name }}}}"},
        }
        document: Any = rule(step) | {"trigger": {"kind": kind, "settings": {}}}
        publishing.publish_rule(quick_house.organisation_id, kind.replace(".", "-"), document, "system")
    invoice = _invoice(quick_house)
    titles = [task.title for task in quick_house.rows(Task)]
    (issued,) = [event.facts for event in quick_house.rows(Event) if event.kind == "invoice.issued"]
    total = issued["invoice"]["total"]
    assert f"invoice.issued {total} Ada Martin" in titles
    invoices.mark_paid(quick_house.organisation_id, invoice.id, None, "user:test")
    quick_house.perform()
    assert f"invoice.paid {total} Ada Martin" in [task.title for task in quick_house.rows(Task)]
