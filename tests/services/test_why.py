"""Why, and why not: every effect goes back to its event, facts and version; every rule that was silent says what kept it back."""

from typing import Any

import pytest

from licorne.errors import NotFound, Permanent
from licorne.models.effect import Effect
from licorne.models.event import Event, Run
from licorne.models.rule import RuleVersion
from licorne.services import approvals, invoices, publishing, replay, why
from licorne.services.reminders import tick
from licorne.services.replay import is_planned, origin
from licorne.services.why import Verdict
from tests.rules.documents import leaf
from tests.services.house import House, rule
from tests.services.remote import known
from tests.services.scripted import Scripted
from tests.services.test_flows import DAY, later, only, tag, wait


def proven(house: House) -> None:
    """From every effect there is a path to an event, its facts and a version, and the replay of these gives that effect."""
    runs = {run.id: run for run in house.rows(Run)}
    events = {event.id: event for event in house.rows(Event)}
    versions = {version.id for version in house.rows(RuleVersion)}
    for effect in house.rows(Effect):
        if effect.kind == "wake_waits":
            assert effect.event_id in events
            continue
        step = origin(effect)
        assert step is not None, effect.key
        run = runs[str(step.run_id)]
        assert events[run.event_id].facts
        assert run.rule_version_id in versions
        replayed = replay.replay(run)
        assert replayed.is_same, effect.key
        assert replayed.agrees(step), (effect.key, replayed.settings.get((step.step, step.item)), step.settings)


def verdict(house: House, slug: str, kind: str = "submission.received") -> Verdict:
    """What became of a rule at the newest event of a kind."""
    event = [event for event in house.rows(Event) if event.kind == kind][-1]
    return next(one for one in why.verdicts(event) if one.rule.slug == slug)


def test_every_effect_of_the_demo_has_its_path_and_comes_out_again(house: House) -> None:
    house.submit()
    house.submit(email="bob@example.com", pages="2", rush=False)
    house.perform()
    later(house, 40 * DAY)
    tick()
    house.perform()
    assert len(house.rows(Effect)) > 10
    assert any(effect.key.startswith("reminder:") for effect in house.rows(Effect))
    proven(house)


def test_runs_that_waited_asked_branched_and_failed_come_out_again(house: House) -> None:
    Scripted.errors[:] = [Permanent("broken", "")]
    lines: Any = [{"product": "website-page", "quantity": {"formula": {"fact": "answers.pages"}}}]
    ask: Any = {"ask": [f"user:{house.owner.user_id}"], "title": "{{ contact.name }}"}
    paid: Any = {"if": leaf("steps.ok.outcome", "is", "granted"), "steps": [tag("granted")]}
    with known("scripted", Scripted):
        only(
            house,
            {"id": "issue", "action": "issue_invoice", "settings": {"lines": lines}},
            wait(2),
            {"id": "late", "action": "create_task", "settings": {"title": "{{ steps.issue.number }} {{ today }}"}},
            {"id": "ok", "kind": "approval", "settings": ask},
            {"id": "b", "kind": "branch", "cases": [paid], "else": [tag("refused")]},
            {"id": "s", "action": "scripted", "settings": {}, "on_error": [tag("seen-to")]},
            {"id": "all", "kind": "each", "in": {"fact": "contact.tags"}, "steps": [tag("row")]},
        )
        house.submit()
        house.perform()
        later(house, 3 * DAY)
        (asked,) = approvals.pending_for(house.organisation_id, house.owner.user_id)
        approvals.decide(house.organisation_id, asked.id, house.owner.user_id, True)
        house.perform()
        assert house.one(Run).state == "done"
        assert house.step("seen-to").state == "done"
        proven(house)


def test_what_was_tampered_with_does_not_come_out_again(house: House) -> None:
    house.submit()
    house.perform()
    task = next(effect for effect in house.rows(Effect) if effect.kind == "create_task")
    house.sql('UPDATE effect SET settings = \'{"title": "forged"}\' WHERE id = :id', id=_key(house, task.id))
    run = house.rows(Run)[0]
    forged = next(effect for effect in house.rows(Effect) if effect.kind == "create_task")
    assert not replay.replay(run).agrees(forged)
    others = [one for one in house.rows(Effect) if is_planned(one) and one.id != task.id]
    assert all(replay.replay(run).agrees(one) for one in others)


def _key(house: House, key: str) -> str:
    """As the engine keeps it."""
    return key if "postgresql" in house.settings.database_url else key.replace("-", "")


def test_a_rule_that_was_silent_names_the_first_condition_that_failed_with_what_it_saw(house: House) -> None:
    conditions: Any = {"all": [leaf("answers.consent", "is_true"), {"any": [leaf("answers.pages", "at_least", "10")]}]}
    publishing.publish_rule(house.organisation_id, "big", rule(tag("big")) | {"conditions": conditions}, "system")
    house.submit()
    silent = verdict(house, "big")
    assert (silent.reason, silent.run) == ("condition", None)
    assert silent.failure is not None
    assert (silent.failure.trace.fact, silent.failure.trace.left, silent.failure.trace.right) == (
        "answers.pages",
        "4",
        "10",
    )
    assert [one.reason for one in why.verdicts(house.rows(Event)[-1])] == ["ran", "condition"]


def test_the_answer_is_that_of_the_version_that_was_live_then(house: House) -> None:
    only(house, tag("a"), conditions={"all": [leaf("answers.pages", "at_least", "10")]})
    house.submit()
    only(house, tag("a"))
    told = verdict(house, "only")
    assert (told.reason, told.version.number) == ("condition", 1)
    house.submit(email="bob@example.com")
    assert (verdict(house, "only").reason, verdict(house, "only").version.number) == ("ran", 2)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"trigger": {"kind": "submission.received", "settings": {"form": "another"}}}, "trigger"),
        ({"match": "first", "priority": -5}, "earlier"),
    ],
)
def test_what_was_asked_first_and_what_listens_elsewhere_is_told_apart(house: House, more: Any, reason: str) -> None:
    if reason == "trigger":
        demo: Any = publishing.export_form(house.organisation_id, "project-request")
        publishing.publish_form(house.organisation_id, "another", demo, "system")
    publishing.publish_rule(house.organisation_id, "second", rule(tag("b")) | more, "system")
    house.submit()
    assert verdict(house, "second").reason == reason


def test_a_rule_that_was_off_says_so(house: House) -> None:
    publishing.switch_rule(house.organisation_id, house.only_rule_id(), False, "system")
    house.submit()
    (silent,) = why.verdicts(house.rows(Event)[-1])
    assert silent.reason == "off"
    assert why.event_of(house.organisation_id, house.rows(Event)[-1].id).kind == "submission.received"
    with pytest.raises(NotFound):
        why.event_of(house.organisation_id, silent.rule.id)


def test_a_rule_that_leads_to_itself_is_told_from_one_whose_conditions_failed(house: House) -> None:
    lines: Any = [{"product": "website-page", "quantity": "1"}]
    call: Any = {"id": "c", "kind": "call", "settings": {"rule": "again"}}
    trigger: Any = {"kind": "rule.called", "settings": {"called": "again"}}
    publishing.publish_rule(house.organisation_id, "again", rule(tag("x"), call) | {"trigger": trigger}, "system")
    only(house, {"id": "i", "action": "issue_invoice", "settings": {"lines": lines}}, call)
    house.submit()
    house.perform()
    assert verdict(house, "again", "rule.called").reason == "loop"
    invoice = next(effect for effect in house.rows(Effect) if effect.kind == "issue_invoice").result or {}
    assert invoices.get(house.organisation_id, str(invoice["invoice"])).total == 28800
