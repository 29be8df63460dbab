"""A form takes what it may: from when to when, so many in all and of each option, once from each."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, Refused
from licorne.models.form import Submission
from licorne.services import live, passwords, places, publishing, submission_care
from tests.services.house import House

DEMO = Path(publishing.__file__).parent / "demo" / "project-request.form.json"


def _limit(house: House, **limits: Any) -> None:
    document = json.loads(DEMO.read_text("utf-8")) | {"limits": limits}
    publishing.publish_form(house.organisation_id, "project-request", document, "system")


def _number(house: House) -> int:
    return len(house.rows(Submission))


def test_two_hundred_who_want_fifty_places_get_fifty(house: House) -> None:
    _limit(house, total=50)

    def send(number: int) -> str:
        with house.app.app_context():
            try:
                house.submit(token=new_id(), email=f"client-{number}@example.com")
            except Conflict as conflict:
                return conflict.problem.code
            return "taken"

    with ThreadPoolExecutor(16) as pool:
        ends = Counter(pool.map(send, range(200)))
    assert (ends, _number(house)) == ({"taken": 50, "form_full": 150}, 50)
    assert house.examine() == []


def test_two_hundred_who_want_the_same_fifty_of_an_option_get_fifty(house: House) -> None:
    _limit(house, per_option={"service": {"website": 50}})

    def send(number: int) -> str:
        with house.app.app_context():
            try:
                house.submit(token=new_id(), email=f"client-{number}@example.com", service="website")
            except Conflict as conflict:
                return conflict.problem.code
            return "taken"

    with ThreadPoolExecutor(16) as pool:
        ends = Counter(pool.map(send, range(200)))
    assert (ends, _number(house)) == ({"taken": 50, "option_full": 150}, 50)
    form, _ = live.form_at("project-request")
    assert places.now(house.organisation_id, form).left == {("service", "website"): 0}
    assert house.examine() == []


def test_places_are_counted_anew_for_who_looks_at_them(house: House) -> None:
    first = house.submit(email="a@example.com", service="website")
    _limit(house, total=2, per_option={"service": {"website": 2, "branding": 3}})
    form, _ = live.form_at("project-request")
    assert places.now(house.organisation_id, form).left == {("service", "website"): 1, ("service", "branding"): 3}
    submission_care.withdraw(house.organisation_id, [first.id], "user:x")
    assert places.now(house.organisation_id, form).left[("service", "website")] == 2


def test_of_an_option_no_more_is_taken_than_there_is(house: House) -> None:
    _limit(house, per_option={"service": {"website": 1, "branding": 0}})
    house.submit(email="a@example.com", service="website")
    for service in ("website", "branding"):
        with pytest.raises(Conflict, match="option_full"):
            house.submit(email="b@example.com", service=service)
    house.submit(email="b@example.com", service="photography")
    assert _number(house) == 2


def test_a_place_that_is_given_back_can_be_taken_again(house: House) -> None:
    _limit(house, total=1)
    first = house.submit(email="a@example.com")
    with pytest.raises(Conflict, match="form_full"):
        house.submit(email="b@example.com")
    submission_care.withdraw(house.organisation_id, [first.id], "user:x")
    house.submit(email="b@example.com")
    assert _number(house) == 2


def test_what_was_taken_before_the_limit_counts(house: House) -> None:
    house.submit(email="a@example.com")
    _limit(house, total=1)
    with pytest.raises(Conflict, match="form_full"):
        house.submit(email="b@example.com")


def test_a_contact_answers_once_where_it_may_only_do_so(house: House) -> None:
    _limit(house, once_per="contact")
    house.submit(email="a@example.com")
    with pytest.raises(Conflict, match="answered_before"):
        house.submit(email="A@example.com")
    house.submit(email="b@example.com")
    assert _number(house) == 2


def test_a_form_takes_answers_from_its_opening_to_its_close(house: House) -> None:
    noon = datetime.fromisoformat("2026-12-01T12:00:00+01:00")
    _limit(house, opens_at=noon.isoformat(), closes_at=(noon + timedelta(hours=1)).isoformat())
    for moment, code in ((noon - timedelta(seconds=1), "form_not_open"), (noon + timedelta(hours=1), "form_closed")):
        house.stand_at(moment)
        with pytest.raises(Conflict, match=code):
            house.submit(email="a@example.com")
    house.stand_at(noon)
    house.submit(email="a@example.com")
    assert (_number(house), clock.now()) == (1, noon)


def test_every_submission_gets_the_next_number_whatever_is_taken_back(house: House) -> None:
    document = json.loads(DEMO.read_text("utf-8"))
    document["fields"].append({"id": "ticket", "type": "auto_id", "label": {"en": "No"}, "prefix": "T-", "digits": 3})
    publishing.publish_form(house.organisation_id, "project-request", document | {"limits": {"total": 9}}, "system")
    sent = [house.submit(token=f"page-{number}", email=f"{number}@example.com") for number in range(3)]
    assert house.submit(token="page-0", email="0@example.com").id == sent[0].id
    submission_care.withdraw(house.organisation_id, [sent[1].id], "user:x")
    house.submit(email="3@example.com")
    assert [row.answers["ticket"] for row in house.rows(Submission)] == ["T-001", "T-002", "T-003", "T-004"]
    assert house.facts(1)["answers"]["ticket"] == "T-001"
    assert house.examine() == []


def test_a_password_in_the_clear_is_not_published(house: House) -> None:
    with pytest.raises(Refused) as refused:
        _limit(house, password="open sesame")
    assert [(one.code, one.place) for one in refused.value.problems] == [("password_not_hashed", "limits.password")]


@pytest.mark.parametrize(
    ("per_option", "code"),
    [({"day": {"monday": 1}}, "limit_without_field"), ({"name": {"x": 1}}, "limit_without_field"),
     ({"service": {"monday": 1}}, "limit_without_option")],
)  # fmt: skip
def test_places_of_what_nobody_can_choose_are_not_published(house: House, per_option: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        _limit(house, per_option=per_option)
    assert [one.code for one in refused.value.problems] == [code]


@pytest.mark.parametrize(
    "kept",
    ["$argon2id$v=19$m=9999999,t=3,p=4$", "$argon2id$v=19$m=65536,t=99,p=4$", "$argon2i$v=19$m=65536,t=3,p=4$", "x"],
)
def test_a_hash_that_would_exhaust_whoever_checks_it_is_not_published(house: House, kept: str) -> None:
    with pytest.raises(Refused, match="password_not_hashed"):
        _limit(house, password=f"{kept}{'A' * 22}${'A' * 43}")


@pytest.mark.parametrize("word", ["abc", "   a ", "x" * 257])
def test_a_password_of_a_form_has_a_length(word: str) -> None:
    with pytest.raises(Refused):
        passwords.hashed_for_form(word)
