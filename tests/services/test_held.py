"""What a trap catches: nothing comes of it, nothing is lost, and a person can let it through."""

from datetime import UTC, datetime, timedelta

import pytest

from licorne.adapters.ids import new_id
from licorne.errors import Conflict
from licorne.models.contact import Contact
from licorne.models.event import Event, Run
from licorne.models.form import Submission
from licorne.models.invoice import Invoice
from licorne.models.submission import FormDay, HeldPost
from licorne.services import held, live, publishing
from licorne.services.posts import Posted
from tests.services.house import ANSWERS, House

ACTOR = "user:test"


def _hold(house: House, token: str = "") -> bool:
    form, organisation = live.form_at("project-request")
    return held.hold(form, organisation, Posted(ANSWERS, token or new_id(), "en"), "bait")


def test_a_caught_post_makes_no_contact_and_no_run_and_is_counted_once_per_page(house: House) -> None:
    token = new_id()
    assert _hold(house, token)
    assert _hold(house, token)
    assert house.one(HeldPost).answers == ANSWERS
    assert (house.rows(Contact), house.rows(Submission), house.rows(Run)) == ([], [], [])
    assert [(row.what, row.number) for row in house.rows(FormDay)] == [("trap:bait", 1)]
    event = house.one(Event)
    assert event.kind == "submission.refused_as_spam"
    assert "ada@example.com" not in repr(event.facts)
    assert house.examine() == []


def test_what_is_let_through_arrives_like_any_other(house: House) -> None:
    _hold(house)
    assert held.release(house.organisation_id, [house.one(HeldPost).id], ACTOR) == 1
    assert house.rows(HeldPost) == []
    assert house.one(Submission).filled_in_by is None
    house.perform()
    assert len(house.rows(Invoice)) == 1
    assert house.examine() == []


def test_a_page_that_was_sent_again_without_the_trap_arrives_once(house: House) -> None:
    token = new_id()
    _hold(house, token)
    house.submit(token)
    assert held.release(house.organisation_id, [house.one(HeldPost).id], ACTOR) == 1
    assert house.rows(HeldPost) == []
    assert len(house.rows(Submission)) == 1
    assert house.examine() == []


def test_a_form_that_is_full_lets_nothing_through_and_keeps_it(house: House) -> None:
    document = publishing.export_form(house.organisation_id, "project-request")
    publishing.publish_form(house.organisation_id, "project-request", document | {"limits": {"total": 1}}, ACTOR)
    _hold(house)
    house.submit(email="first@example.com")
    with pytest.raises(Conflict, match="form_full"):
        held.release(house.organisation_id, [house.one(HeldPost).id], ACTOR)
    assert len(house.rows(HeldPost)) == 1


def test_a_flood_is_counted_and_not_kept(quick_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST", 2)
    assert [_hold(quick_house) for _ in range(4)] == [True, True, False, False]
    assert len(quick_house.rows(HeldPost)) == 2
    assert quick_house.one(FormDay).number == 4


def test_what_nobody_lets_through_is_forgotten(house: House) -> None:
    house.stand_at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    _hold(house)
    _hold(house)
    assert held.discard(house.organisation_id, [house.rows(HeldPost)[0].id], ACTOR) == 1
    assert held.tick() == 0
    house.stand_at(datetime(2026, 11, 24, 12, tzinfo=UTC) + held.KEPT + timedelta(seconds=1))
    assert (held.tick(), held.tick()) == (1, 0)
    assert house.rows(HeldPost) == []
    assert house.examine() == []
