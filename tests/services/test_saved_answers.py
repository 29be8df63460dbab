"""Answers that were put aside: one set per page, found by a secret, gone when they are sent or a month old."""

from datetime import timedelta

import pytest

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict
from licorne.models.submission import SavedAnswers
from licorne.services import live, saved_answers
from licorne.services.saved_answers import Begun, Saved
from tests.services.house import House

FORM = "project-request"


def _save(page: str, secret: str, **typed: str) -> None:
    form, organisation = live.form_at(FORM)
    begun = Begun(page, "en", {name: [value] for name, value in typed.items()})
    saved_answers.save(form, organisation.id, secret, begun)


def _find(secret: str) -> Saved | None:
    form, organisation = live.form_at(FORM)
    return saved_answers.find(organisation.id, form.id, secret)


def test_the_newest_answers_of_a_page_are_found_by_its_secret_only(house: House) -> None:
    page = new_id()
    _save(page, "secret", name="A")
    _save(page, "secret", name="Ada")
    found = _find("secret")
    assert found is not None
    assert (found.page, found.typed) == (page, {"name": ["Ada"]})
    assert _find("other") is None
    assert saved_answers.find(new_id(), live.form_at(FORM)[0].id, "secret") is None
    assert len(house.rows(SavedAnswers)) == 1


def test_what_was_sent_can_neither_be_saved_nor_found_and_is_erased(house: House) -> None:
    page = new_id()
    _save(page, "secret", name="Ada")
    house.submit(token=page)
    assert _find("secret") is None
    with pytest.raises(Conflict, match="page_already_sent"):
        _save(page, "secret", name="Ada")
    assert saved_answers.tick() == 1
    assert house.rows(SavedAnswers) == []
    assert house.examine() == []


def test_after_a_month_they_are_erased(house: House) -> None:
    _save(new_id(), "secret", name="Ada")
    house.stand_at(clock.now() + saved_answers.KEPT - timedelta(minutes=1))
    assert saved_answers.tick() == 0
    house.stand_at(clock.now() + timedelta(minutes=2))
    assert _find("secret") is None
    assert saved_answers.tick() == 1


def test_a_form_keeps_so_many_and_no_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_answers, "MOST", 1)
    _save(new_id(), "one", name="Ada")
    with pytest.raises(Conflict, match="saved_full"):
        _save(new_id(), "two", name="Ada")
    assert len(house.rows(SavedAnswers)) == 1
