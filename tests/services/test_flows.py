from datetime import datetime, timedelta
from typing import Any

import pytest

from licorne.adapters import clock
from licorne.errors import Conflict, NotFound, Permanent
from licorne.models.contact import ContactTag
from licorne.models.effect import Effect
from licorne.models.event import Event, Run
from licorne.models.flow import Wait
from licorne.models.invoice import Invoice
from licorne.models.work import Notification
from licorne.services import approvals, attention, invoices, publishing, submission_care
from rules.expression.json_types import Json
from tests.rules.documents import leaf
from tests.services.house import House, rule
from tests.services.remote import known
from tests.services.scripted import Scripted

DAY = timedelta(days=1)


def tag(name: str, **more: Any) -> dict[str, Any]:
    """A step that leaves a mark."""
    return {"id": name, "action": "tag_contact", "settings": {"tag": name}, **more}


def wait(amount: int, unit: str = "days", **more: Any) -> dict[str, Any]:
    """A wait called `w`."""
    return {"id": "w", "kind": "wait", "settings": {"for": {"amount": amount, "unit": unit}}, **more}


def marks(house: House) -> list[str]:
    """The tags that were left, in order."""
    return [row.tag for row in sorted(house.rows(ContactTag), key=lambda row: (row.created_at, row.tag))]


def only(house: House, *steps: Json, **more: Json) -> None:
    """Has the demo form answered by one rule with these steps and members."""
    publishing.switch_rule(house.organisation_id, house.only_rule_id(), False, "system")
    publishing.publish_rule(house.organisation_id, "only", {**rule(*steps), **more}, "system")


def later(house: House, step: timedelta) -> datetime:
    """Moves the clock and performs what is due by then."""
    now = clock.now() + step
    house.stand_at(now)
    house.perform()
    return now


def content(house: House) -> None:
    """The doctor finds nothing."""
    assert house.examine() == []


def test_a_wait_ends_when_its_time_has_come_and_the_run_goes_on(house: House) -> None:
    only(house, tag("before"), wait(3), tag("after"))
    house.submit()
    house.perform()
    assert marks(house) == ["before"]
    assert house.one(Run).state == "running"
    row = house.one(Wait)
    assert (row.kind, row.state, row.due_at) == ("time", "open", row.created_at + 3 * DAY)
    content(house)
    later(house, 3 * DAY - timedelta(seconds=5))
    assert marks(house) == ["before"]
    later(house, timedelta(seconds=10))
    assert marks(house) == ["before", "after"]
    assert (house.one(Run).state, house.one(Wait).outcome) == ("done", "time")
    assert [event.kind for event in house.rows(Event)] == ["submission.received", "wait.ended"]
    content(house)


def test_a_branch_after_a_wait_sees_the_day_on_which_it_ended(house: House) -> None:
    late = {"left": {"fact": "today"}, "operator": "after", "right": {"fact": "submission.received_on"}}
    cases = [{"if": late, "steps": [tag("late")]}]
    only(house, wait(1), {"id": "b", "kind": "branch", "cases": cases, "else": [tag("same")]})
    house.submit()
    house.perform()
    later(house, DAY)
    assert marks(house) == ["late"]
    content(house)


def test_each_row_is_done_once(house: House) -> None:
    rows: Json = {
        "id": "all",
        "kind": "each",
        "in": {"fact": "contact.tags"},
        "steps": [tag("row", settings={"tag": "x"})],
    }
    only(house, tag("a"), tag("b"))
    house.submit()
    house.perform()
    publishing.publish_rule(house.organisation_id, "only", rule(rows, tag("end")), "system")
    house.submit()
    house.perform()
    keys = sorted(effect.key.partition(":")[2] for effect in house.rows_of_step("row"))
    assert keys == ["row:0", "row:1"]
    assert "end" in marks(house)
    content(house)


def test_an_event_ends_a_wait_before_its_time_is_up(house: House) -> None:
    match = {"fact": "invoice.id", "value": {"formula": {"fact": "steps.issue.invoice"}}}
    settings = {"event": {"kind": "invoice.paid", "match": match}, "timeout": {"amount": 10, "unit": "days"}}
    lines = [{"product": "website-page", "quantity": "1"}]
    issue: Json = {"id": "issue", "action": "issue_invoice", "settings": {"lines": lines}}
    total = {"left": {"fact": "steps.w.event.invoice.number"}, "operator": "is_not_empty"}
    steps: list[Json] = [
        issue,
        {"id": "w", "kind": "wait", "settings": settings, "on_timeout": [tag("unpaid")]},
        {"id": "b", "kind": "branch", "cases": [{"if": total, "steps": [tag("paid")]}]},
    ]
    only(house, *steps)
    house.submit()
    house.submit(email="bob@example.com")
    house.perform()
    first, second = [invoice.id for invoice in house.rows(Invoice)]
    invoices.mark_paid(house.organisation_id, first, None, "user")
    house.perform()
    assert marks(house) == ["paid"]
    assert sorted((row.match_value, row.outcome) for row in house.rows(Wait)) == sorted(
        [(first, "event"), (second, None)]
    )
    later(house, 10 * DAY)
    assert marks(house) == ["paid", "unpaid"]
    invoices.mark_paid(house.organisation_id, second, None, "user")
    house.perform()
    assert [run.state for run in house.rows(Run)] == ["done", "done"]
    content(house)


def test_an_awaited_event_that_does_not_fit_leaves_the_wait_open(house: House) -> None:
    other = {"all": [leaf("answers.pages", "is", "99")]}
    event = {"kind": "submission.received", "match": {"fact": "contact.id", "value": "{{ contact.id }}"}, "if": other}
    only(house, {"id": "w", "kind": "wait", "settings": {"event": event}}, tag("seen"))
    house.submit()
    house.perform()
    publishing.switch_rule(house.organisation_id, house.only_rule_id("only"), False, "system")
    house.submit(pages="5")
    house.perform()
    assert marks(house) == []
    house.submit(pages="99")
    house.perform()
    assert marks(house) == ["seen"]
    content(house)


APPROVAL: dict[str, Any] = {
    "id": "ok",
    "kind": "approval",
    "settings": {
        "ask": ["role:owner"],
        "title": "Send it to {{ contact.name }}?",
        "timeout": {"amount": 2, "unit": "days"},
    },
    "on_refused": [tag("refused")],
    "on_timeout": [tag("late")],
}


@pytest.mark.parametrize(("granted", "left"), [(True, ["after"]), (False, ["after", "refused"])])
def test_people_decide_how_a_run_goes_on(house: House, granted: bool, left: list[str]) -> None:
    only(house, APPROVAL, tag("after"))
    house.submit()
    house.perform()
    owner = house.owner.user_id
    (asked,) = approvals.pending_for(house.organisation_id, owner)
    assert asked.title == "Send it to Ada Martin?"
    assert [(one.code, one.user_id) for one in house.rows(Notification)] == [("approval_asked", owner)]
    assert approvals.decide(house.organisation_id, asked.id, owner, granted, "because") is not None
    assert approvals.pending_for(house.organisation_id, owner) == []
    with pytest.raises(Conflict):
        approvals.decide(house.organisation_id, asked.id, owner, not granted)
    house.perform()
    assert sorted(marks(house)) == left
    result = house.step("ok").result or {}
    assert (result["outcome"], result["reason"]) == ("granted" if granted else "refused", "because")
    content(house)


def test_an_approval_that_nobody_gives_times_out(house: House) -> None:
    only(house, APPROVAL)
    house.submit()
    house.perform()
    later(house, 2 * DAY)
    assert marks(house) == ["late"]
    with pytest.raises(Conflict):
        approvals.decide(house.organisation_id, house.one(Wait).id, house.owner.user_id, True)
    content(house)


def test_a_stranger_decides_nothing(house: House) -> None:
    only(house, APPROVAL)
    house.submit()
    house.perform()
    with pytest.raises(NotFound):
        approvals.decide(house.organisation_id, house.one(Wait).id, "019b0000-0000-7000-8000-000000000000", True)


def test_who_takes_answers_back_stops_what_waits(house: House) -> None:
    only(house, APPROVAL, tag("after"))
    accepted = house.submit()
    house.perform()
    submission_care.withdraw(house.organisation_id, [accepted.id], "user")
    assert approvals.pending_for(house.organisation_id, house.owner.user_id) == []
    with pytest.raises(Conflict):
        approvals.decide(house.organisation_id, house.one(Wait).id, house.owner.user_id, True)
    later(house, 3 * DAY)
    assert marks(house) == []
    content(house)


def test_a_failure_is_taken_over_by_the_steps_for_it(house: House) -> None:
    with known("scripted", Scripted):
        Scripted.errors[:] = [Permanent("never", "no")]
        code = leaf("steps.try.error.code", "is", "never")
        branch = {"id": "b", "kind": "branch", "cases": [{"if": code, "steps": [tag("handled")]}]}
        only(house, {"id": "try", "action": "scripted", "settings": {}, "on_error": [branch]}, tag("after"))
        house.submit()
        house.perform()
        content(house)
    assert sorted(marks(house)) == ["after", "handled"]
    assert house.step("try").state == "handled"
    assert house.one(Run).state == "done"
    assert attention.count(house.organisation_id) == 0


def test_failing_on_purpose_leads_to_the_steps_of_the_rule_for_it(house: House) -> None:
    fail: Json = {"id": "f", "kind": "fail", "settings": {"message": "Not today"}}
    only(house, tag("a"), fail, on_error=[tag("sorry")])
    house.submit()
    house.perform()
    assert marks(house) == ["a", "sorry"]
    assert house.one(Run).state == "done"
    content(house)


def test_without_them_the_run_fails_and_other_rules_are_told(house: House) -> None:
    fail: Json = {"id": "f", "kind": "fail", "settings": {"message": "Not today"}}
    only(house, fail, tag("never"))
    told = {**rule(tag("told")), "trigger": {"kind": "rule.failed"}}
    publishing.publish_rule(house.organisation_id, "told", told, "system")
    house.submit()
    house.perform()
    assert marks(house) == ["told"]
    failed = house.rows(Event)[-1].facts
    assert (failed["rule"]["slug"], failed["run"]["step"], failed["error"]["code"]) == (
        "only",
        "f",
        "failed_on_purpose",
    )  # type: ignore[call-overload,index]  # plain data
    assert [run.state for run in house.rows(Run)] == ["failed", "done"]
    content(house)


def test_a_failed_run_goes_on_from_the_failed_step(house: House) -> None:
    with known("scripted", Scripted):
        Scripted.errors[:] = [Permanent("never")]
        only(house, tag("a"), {"id": "try", "action": "scripted", "settings": {}}, wait(1), tag("b"))
        house.submit()
        house.perform()
        assert house.one(Run).state == "failed"
        attention.retry(house.organisation_id, house.step("try").id, "user")
        house.perform()
        later(house, DAY)
        content(house)
    assert marks(house) == ["a", "b"]
    assert len(house.rows_of_step("a")) == 1


def test_a_step_says_how_often_it_is_tried_again(house: House) -> None:
    with known("scripted", Scripted):
        Scripted.errors[:] = [Permanent("never")] * 2
        retry: Json = {"permanent": {"tries": 2, "seconds": 60, "factor": 3}}
        only(house, {"id": "try", "action": "scripted", "settings": {}, "retry": retry})
        house.submit()
        house.perform()
        assert house.step("try").next_at == pytest.approx(clock.now() + timedelta(seconds=60), abs=timedelta(seconds=9))
        later(house, timedelta(seconds=70))
        later(house, timedelta(seconds=170))
        assert house.step("try").state == "pending"
        later(house, timedelta(seconds=20))
    assert house.step("try").state == "done"


def test_a_rule_calls_another_and_hands_something_over(house: House) -> None:
    call: Json = {"id": "c", "kind": "call", "settings": {"rule": "mark", "with": {"mark": "{{ answers.service }}"}}}
    called = {**rule(tag("t", settings={"tag": "{{ call.with.mark }}"}))}
    called["trigger"] = {"kind": "rule.called", "settings": {"called": "mark"}}
    publishing.publish_rule(house.organisation_id, "mark", called, "system")
    only(house, call)
    house.submit()
    house.perform()
    assert marks(house) == ["website"]
    caller = house.rows(Run)[0]
    event = house.rows(Event)[-1]
    assert (event.kind, event.depth, event.chain) == ("rule.called", 1, [caller.rule_version_id])
    content(house)


def test_rules_that_call_each_other_stop_visibly(house: House) -> None:
    def calling(own: str, other: str) -> dict[str, Any]:
        steps = rule({"id": "c", "kind": "call", "settings": {"rule": other}})
        return {**steps, "trigger": {"kind": "rule.called", "settings": {"called": own}}}

    for own, other in (("ping", "pong"), ("pong", "ping")):
        publishing.publish_rule(house.organisation_id, own, calling(own, other), "system")
    only(house, {"id": "c", "kind": "call", "settings": {"rule": "ping"}})
    house.submit()
    house.perform()
    halted = [(event.depth, event.halted) for event in house.rows(Event) if event.halted]
    assert halted == [(5, "loop")]
    assert len(house.rows(Run)) == 5
    assert {effect.state for effect in house.rows(Effect)} == {"done"}
    content(house)
