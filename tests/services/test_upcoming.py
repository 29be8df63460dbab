"""The time machine: with the clock moved on for ninety days, what happens is what the list of the first day says, item by item."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import pytest

from licorne.adapters import clock
from licorne.models.effect import Effect, State
from licorne.models.event import Event, Run
from licorne.models.flow import Wait
from licorne.models.invoice import Invoice
from licorne.models.rule import Rule, RuleVersion
from licorne.models.work import Reminder
from licorne.services import activation, approvals, due_dates, invoices, publishing, reminders, schedules, upcoming
from licorne.services.ahead import Item
from tests.rules.documents import leaf
from tests.services.house import House, rule
from tests.services.test_flows import DAY, only, tag, wait

Fired = tuple[datetime, str, str, str]


def task(name: str) -> dict[str, Any]:
    """A step that needs no contact."""
    return {"id": name, "action": "create_task", "settings": {"title": "{{ today }}"}}


NOTE: dict[str, Any] = {"id": "note", "action": "add_note", "settings": {"text": "It ended on {{ today }}"}}
AFTER_A_MONTH: dict[str, Any] = {"date": {"formula": {"fact": "submission.received_on"}}, "offset": 1, "unit": "months"}
ASKED: list[dict[str, Any]] = [
    {"id": "until", "kind": "wait", "settings": {"until": AFTER_A_MONTH}},
    {
        "id": "ok",
        "kind": "approval",
        "settings": {"ask": ["role:owner"], "title": "Go on?", "timeout": {"amount": 5, "unit": "working_days", "country": "FR"}},
        "on_timeout": [{"id": "remind", "action": "set_reminder", "settings": {"text": "No answer", "after_days": 3}}],
    },
    {"id": "month", "kind": "wait", "settings": {"for": {"amount": 1, "unit": "months", "at": "02:30"}}},
    {"id": "call", "kind": "call", "settings": {"rule": "echo"}},
    {"id": "b", "kind": "branch", "cases": [{"if": leaf("steps.ok.outcome", "is", "timeout"), "steps": [tag("unanswered")]}]},
]  # fmt: skip


def publish(house: House, slug: str, kind: str, settings: dict[str, Any], *steps: Any, **more: Any) -> None:
    """A rule on any trigger."""
    document: Any = rule(*steps) | {"trigger": {"kind": kind, "settings": settings}} | more
    publishing.publish_rule(house.organisation_id, slug, document, "system")


def populate(house: House, zone: str, begin: datetime) -> None:
    """Rules of many kinds, and two orders."""
    house.sql("UPDATE organisation SET time_zone = :zone, stamp = stamp + 1", zone=zone)
    house.stand_at(begin)
    publish(
        house, "monthly", "schedule", {"every": "month", "day": "last", "at": "08:00"}, task("m"), wait(2), task("n")
    )
    hours: Any = {"hours": {"from": "09:00", "until": "17:00", "weekdays": [1, 2, 3, 4, 5]}}
    publish(house, "sunday", "schedule", {"every": "week", "weekdays": [7], "at": "02:30"}, task("s"), limits=hours)
    publish(house, "asks", "submission.received", {"form": "project-request"}, *ASKED)
    publish(house, "ended", "wait.ended", {}, task("note"))
    publish(house, "echo", "rule.called", {"called": "echo"}, {**NOTE, "id": "echoed"}, wait(36, "hours"), tag("e"))
    publish(house, "dunning", "invoice.due", {"due_days": 5}, task("d"), wait(3), tag("dunned"))
    publish(house, "soon", "invoice.due", {"due_days": -3}, tag("soon"))
    house.submit()
    house.submit(email="bob@example.com", pages="2", rush=False)
    house.perform()


#: When somebody looks, beside when rows say that something is due: half past two at night and eight in the morning, on either side
#: of a change of clocks, in UTC.
LOOKS = ("00:30", "01:00", "01:30", "06:00", "07:00", "15:00")


def instants(house: House, until: datetime) -> Iterator[datetime]:
    """When to look, until then."""
    while True:
        now = clock.now().astimezone(UTC)
        due = [effect.next_at for effect in house.rows(Effect) if effect.state == State.PENDING]
        due += [reminder.due_at for reminder in house.rows(Reminder) if reminder.state == "scheduled"]
        days = (now.date(), now.date() + DAY)
        due += [datetime.combine(day, time.fromisoformat(look), UTC) for day in days for look in LOOKS]
        at = min(one for one in due if one > now)
        if at > until:
            return
        yield at


def live_through(house: House, until: datetime) -> None:
    """Has everything done when it is due, day by day until then."""
    for at in instants(house, until):
        house.stand_at(at)
        schedules.tick()
        due_dates.tick()
        reminders.tick()
        house.perform()


def fired(house: House, since: datetime) -> list[Fired]:
    """What has happened since: the instant, the rule, the step with its row."""
    names = {one.id: one.slug for one in house.rows(Rule)}
    rules = {version.id: names[version.rule_id] for version in house.rows(RuleVersion)}
    runs = {run.id: rules[run.rule_version_id] for run in house.rows(Run)}
    found = []
    for effect in house.rows(Effect):
        if effect.done_at and effect.done_at > since and (not effect.item or effect.item.isdigit()):
            step = effect.step if effect.run_id else "reminder"
            found.append((effect.done_at, runs.get(str(effect.run_id), ""), step, effect.item))
    told = [event for event in house.rows(Event) if event.occurred_at > since]
    found += [(event.occurred_at, names[event.subject_id], "", "") for event in told if event.kind == "schedule"]
    return sorted([*found, *((event.occurred_at, "", "due", "") for event in told if event.kind == due_dates.KIND)])


def foreseen(house: House, items: list[Item]) -> list[Fired]:
    """The list in the same words."""
    names = {one.id: one.slug for one in house.rows(Rule)}
    rules = {version.id: names[version.rule_id] for version in house.rows(RuleVersion)}
    found = []
    for item in items:
        slug = rules[item.version_id] if item.version_id and item.kind != "reminder" else ""
        step = {"reminder": "reminder", "invoice.due": "due"}.get(item.action, item.step)
        found.append((item.at, slug, step, item.row))
    return sorted(found)


@pytest.mark.parametrize(
    ("zone", "begin", "night"),
    [
        ("Europe/Paris", "2026-01-20T10:00+01:00", "2026-03-29"),
        ("Europe/Zurich", "2026-09-01T10:00+02:00", "2026-10-25"),
    ],
)
def test_ninety_days_go_by_as_the_list_of_the_first_day_says(house: House, zone: str, begin: str, night: str) -> None:
    start = datetime.fromisoformat(begin)
    populate(house, zone, start)
    now = clock.now()
    items = upcoming.upcoming(house.organisation_id)
    wanted = foreseen(house, items)
    assert {slug for _, slug, _, _ in wanted} == {"", "monthly", "sunday", "asks", "ended", "echo", "dunning", "soon"}
    assert any(at.date().isoformat() == night for at, slug, _, _ in wanted if slug == "sunday")
    live_through(house, now + upcoming.DAYS * DAY)
    assert fired(house, now) == wanted
    assert house.examine() == []


def test_a_new_fact_makes_the_list_anew_and_it_holds_again(house: House) -> None:
    populate(house, "Europe/Paris", datetime.fromisoformat("2026-01-20T10:00+01:00"))
    before = upcoming.upcoming(house.organisation_id)
    live_through(house, clock.now() + 10 * DAY)
    paid = house.rows(Invoice)[0]
    invoices.mark_paid(house.organisation_id, paid.id, clock.today("Europe/Paris"), "user")
    house.submit(email="eve@example.com")
    house.perform()
    now = clock.now()
    after = upcoming.upcoming(house.organisation_id, 30)
    assert foreseen(house, after) != [one for one in foreseen(house, before) if now < one[0] <= now + 30 * DAY]
    live_through(house, now + 30 * DAY)
    assert fired(house, now) == foreseen(house, after)


def test_an_answer_of_a_person_moves_what_comes_after_it(house: House) -> None:
    populate(house, "Europe/Paris", datetime.fromisoformat("2026-01-20T10:00+01:00"))
    live_through(house, clock.now() + 33 * DAY)
    asked = next(wait for wait in house.rows(Wait) if wait.kind == "approval" and wait.state == "open")
    approvals.decide(house.organisation_id, asked.id, house.owner.user_id, True)
    now = clock.now()
    house.perform()
    items = upcoming.upcoming(house.organisation_id, 40)
    live_through(house, now + 40 * DAY)
    assert fired(house, now) == foreseen(house, items)


def test_what_only_the_future_tells_ends_the_list_and_nothing_is_made_up(house: House) -> None:
    lines: Any = [{"product": "website-page", "quantity": "1"}]
    issue: Any = {"id": "issue", "action": "issue_invoice", "settings": {"lines": lines}}
    due: Any = {
        "id": "due",
        "kind": "wait",
        "settings": {"until": {"date": {"formula": {"fact": "steps.issue.due_on"}}}},
    }
    event: Any = {"id": "paid", "kind": "wait", "settings": {"event": {"kind": "invoice.paid"}}}
    only(house, wait(1), issue, due, tag("late"))
    publish(house, "paid", "submission.received", {"form": "project-request"}, event, tag("thanks"))
    house.submit()
    house.perform()
    steps = [item.step for item in upcoming.upcoming(house.organisation_id)]
    assert steps == ["w", "issue"]


def test_while_rules_are_halted_only_what_was_promised_is_to_come(house: House) -> None:
    house.submit()
    house.perform()
    publish(house, "daily", "schedule", {"every": "day", "at": "08:00"}, task("d"))
    only_reminders = [item for item in upcoming.upcoming(house.organisation_id) if item.kind == "reminder"]
    assert only_reminders
    activation.halt_rules(house.organisation_id, "user")
    assert upcoming.upcoming(house.organisation_id) == only_reminders


def test_what_a_limit_may_still_hold_back_is_marked(house: House) -> None:
    publish(house, "daily", "schedule", {"every": "day", "at": "08:00"}, task("d"), limits={"daily": 1})
    items = upcoming.upcoming(house.organisation_id, 3)
    assert {(item.kind, item.is_limited) for item in items} == {("occurrence", False), ("step", True)}
