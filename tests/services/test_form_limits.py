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
from licorne.services import publishing, submission_care
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


@pytest.mark.parametrize(("limits", "place"), [({"password": "x"}, "password"), ({"once_per": "browser"}, "once_per")])
def test_a_limit_that_nobody_holds_is_not_published(house: House, limits: dict[str, str], place: str) -> None:
    with pytest.raises(Refused) as refused:
        _limit(house, **limits)
    assert [(one.code, one.place) for one in refused.value.problems] == [("limit_not_held", f"limits.{place}")]
