"""A draft over all that has happened: streamed in stretches, cancellable, none lost by a crash."""

from datetime import timedelta
from typing import Any

import pytest

from licorne import faults
from licorne.adapters import clock
from licorne.errors import NotFound
from licorne.models.effect import Effect
from licorne.models.event import Event
from licorne.models.proof import BackTest, BackTestRow
from licorne.services import back_tests, publishing
from rules.expression.problem import Refused
from tests.rules.documents import leaf
from tests.services.house import House, rule
from tests.services.test_flows import content, later, only, tag


def pages(number: str) -> Any:
    """A rule on so many pages."""
    return rule(tag("a")) | {"conditions": leaf("answers.pages", "at_least", number)}


@pytest.fixture
def busy(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Seven orders of 1 to 7 pages, of which the live rule answers those of 4 and more; stretches of two events."""
    monkeypatch.setattr(back_tests, "STRETCH", 2)
    only(house, tag("a"), conditions=leaf("answers.pages", "at_least", "4"))
    for number in range(1, 8):
        house.submit(email=f"{number}@example.com", pages=str(number))
    house.perform()
    return house


def begin(house: House, document: Any) -> str:
    """A back-test of the rule `only`."""
    return back_tests.begin(house.organisation_id, house.only_rule_id("only"), document, "user")


def answers(house: House) -> list[tuple[str, str]]:
    """The differences: pages and kind, by pages."""
    facts: dict[str, Any] = {event.id: event.facts for event in house.rows(Event)}
    return sorted((facts[row.event_id]["answers"]["pages"], row.kind) for row in house.rows(BackTestRow))


def test_a_draft_is_compared_with_the_live_version_over_every_event(busy: House) -> None:
    begin(busy, pages("6"))
    test = busy.one(BackTest)
    assert (test.state, test.total, test.seen) == ("running", 7, 0)
    busy.perform()
    test = busy.one(BackTest)
    assert (test.state, test.seen, test.matched, test.counts) == (
        "done",
        7,
        2,
        {"added": 0, "removed": 2, "changed": 0},
    )
    assert answers(busy) == [("4", "removed"), ("5", "removed")]
    assert len([effect for effect in busy.rows(Effect) if effect.kind == back_tests.KIND]) == 4
    listed = back_tests.rows(busy.organisation_id, test.id, 10)
    assert [row.event_id for row, _ in listed] == sorted((row.event_id for row, _ in listed), reverse=True)
    content(busy)


def test_the_published_version_over_its_own_history_differs_nowhere(busy: House) -> None:
    begin(busy, publishing.export_rule(busy.organisation_id, "only"))
    busy.perform()
    test = busy.one(BackTest)
    assert (test.state, test.seen, test.matched, set(test.counts.values())) == ("done", 7, 4, {0})
    assert answers(busy) == []


def test_a_rule_that_was_never_live_is_compared_with_nothing(busy: House) -> None:
    publishing.switch_rule(busy.organisation_id, busy.only_rule_id("only"), False, "system")
    begin(busy, pages("6"))
    busy.perform()
    assert busy.one(BackTest).compared_with is None
    assert answers(busy) == [("6", "added"), ("7", "added")]


def test_who_cancels_stops_it_and_a_new_one_takes_its_place(busy: House) -> None:
    first = begin(busy, pages("6"))
    second = begin(busy, pages("7"))
    back_tests.cancel(busy.organisation_id, second, "user")
    back_tests.cancel(busy.organisation_id, second, "user")
    busy.perform()
    assert [(test.id, test.state, test.seen) for test in busy.rows(BackTest)] == [
        (first, "cancelled", 0),
        (second, "cancelled", 0),
    ]
    newest = back_tests.newest(busy.organisation_id, busy.only_rule_id("only"))
    assert newest is not None
    assert newest.id == second
    content(busy)


@pytest.mark.parametrize("point", ["derived.before_store", "derived.after_store"])
def test_a_process_that_breaks_off_repeats_no_stretch_that_was_kept_and_leaves_none_out(
    busy: House, point: str
) -> None:
    begin(busy, pages("6"))
    faults.arm(f"{point}:raise:1", busy.settings.data)
    try:
        busy.perform()
    except faults.FaultRaised:
        busy.perform()
    assert (busy.settings.data / "fault-fired").exists()
    later(busy, timedelta(minutes=10))
    test = busy.one(BackTest)
    assert (test.state, test.seen, test.matched) == ("done", 7, 2)
    assert answers(busy) == [("4", "removed"), ("5", "removed")]


def test_what_happens_meanwhile_and_what_was_erased_is_left_out(busy: House) -> None:
    begin(busy, pages("1"))
    busy.submit(email="late@example.com", pages="9")
    busy.sql("UPDATE event SET erased_at = :now, facts = '{}' WHERE id = (SELECT id FROM event ORDER BY id LIMIT 1)", now=clock.now())
    busy.perform()
    test = busy.one(BackTest)
    assert (test.state, test.total, test.seen, test.left_out, test.matched) == ("done", 7, 7, 1, 6)


def test_the_differences_that_are_kept_are_bounded_and_all_are_counted(
    busy: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(back_tests, "MOST", 3)
    begin(busy, rule(tag("b")))
    busy.perform()
    assert len(busy.rows(BackTestRow)) == 3
    assert busy.one(BackTest).counts == {"added": 3, "removed": 0, "changed": 4}


def test_what_is_no_rule_and_a_rule_that_is_not_there_is_refused(busy: House) -> None:
    with pytest.raises(Refused):
        begin(busy, {"schema": 1})
    with pytest.raises(NotFound):
        back_tests.begin(busy.organisation_id, "019b0000-0000-7000-8000-000000000000", pages("1"), "user")
    assert busy.rows(BackTest) == []
