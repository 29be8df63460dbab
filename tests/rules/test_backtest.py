from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from rules.backtest import ADDED, CHANGED, REMOVED, Difference, Past, Tally, compile_tried, differences
from rules.expression.problem import Refused
from tests.rules.documents import leaf, rule, step
from tests.rules.expression.strategies import CONDITION, FACTS

KIND = "submission.received"


def past(*pages: str) -> list[Past]:
    """An event for each number of pages, called by its place."""
    return [
        (str(place), KIND, {"form": {"slug": "request"}, "answers": {"pages": one}}) for place, one in enumerate(pages)
    ]


def at_least(pages: str, **more: Any) -> Any:
    """A rule on so many pages."""
    return rule(step({"pages": "{{ answers.pages }}"}), conditions=leaf("answers.pages", "at_least", pages)) | more


def compared(new: Any, old: Any, events: list[Past]) -> tuple[list[Difference], Tally]:
    """What differs, and the numbers."""
    tally = Tally()
    before = None if old is None else compile_tried(old)
    return list(differences(iter(events), compile_tried(new), before, tally)), tally


def test_a_rule_beside_itself_differs_nowhere() -> None:
    found, tally = compared(at_least("3"), at_least("3"), past("1", "3", "5"))
    assert found == []
    assert (tally.seen, tally.matched, tally.matched_before) == (3, 2, 2)


def test_what_is_answered_now_and_what_no_longer_is_told_apart() -> None:
    assert compared(at_least("3"), at_least("5"), past("1", "3", "5"))[0] == [Difference("1", ADDED, ("do",))]
    assert compared(at_least("5"), at_least("3"), past("1", "3", "5"))[0] == [Difference("1", REMOVED, ("do",))]
    found, tally = compared(at_least("3"), None, past("1", "3", "5"))
    assert [one.event_id for one in found] == ["1", "2"]
    assert (tally.matched, tally.matched_before, tally.counts) == (2, 0, {ADDED: 2, REMOVED: 0, CHANGED: 0})


def test_only_the_steps_that_want_something_else_are_named() -> None:
    same, other, new = step({"a": "1"}, id="same"), step({"a": "{{ answers.pages }}"}, id="other"), step({}, id="new")
    (found,), _ = compared(rule(same, step({"a": "5"}, id="other"), new), rule(same, other), past("4"))
    assert found == Difference("0", CHANGED, ("other", "new"))
    assert compared(rule(same, step({"a": "4"}, id="other")), rule(same, other), past("4"))[0] == []


def test_a_rule_that_cannot_be_planned_differs_from_one_that_can() -> None:
    broken = rule(step({"a": "{{ answers.nothing }}"}))
    (found,), _ = compared(broken, rule(step({"a": "1"})), past("4"))
    assert found.kind == CHANGED


def test_the_occurrences_of_a_schedule_are_told_to_both() -> None:
    trigger = {"kind": "schedule", "settings": {"every": "day", "at": "08:00"}}
    daily = rule(step({"day": "{{ schedule.due_on }}"})) | {"trigger": trigger}
    event: Past = ("1", "schedule", {"schedule": {"version": "some-version", "due_on": "2026-01-01"}})
    assert compared(daily, daily, [event])[0] == []
    assert compared(daily, None, [event])[0] == [Difference("1", ADDED, ("do",))]
    assert compared(at_least("3"), daily, [event])[0] == [Difference("1", REMOVED, ("do",))]


@settings(max_examples=150)
@given(CONDITION, CONDITION, FACTS)
def test_two_rules_differ_exactly_where_their_plans_do(one: Any, other: Any, facts: Any) -> None:
    new, old = rule(step({}), form=None, conditions=one), rule(step({}), form=None, conditions=other)
    try:
        found, tally = compared(new, old, [("e", KIND, facts)])
    except Refused:  # the strategy may draw what no document may hold
        return
    matched, before = bool(compile_tried(new).plan(facts)), bool(compile_tried(old).plan(facts))
    assert (tally.matched, tally.matched_before) == (matched, before)
    if matched != before:
        assert [one.kind for one in found] == [ADDED if matched else REMOVED]
    else:
        assert all(one.kind == CHANGED for one in found)
