"""What was answered before is looked up for forms that ask, and only for them."""

import json
from datetime import timedelta
from pathlib import Path

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.submission import SubmissionValue
from licorne.services import erasing, live, past_answers, publishing, submission_care
from rules.expression.json_types import Json
from tests.services.house import House

DEMO = Path(publishing.__file__).parent / "demo" / "project-request.form.json"
ACTOR = "user:test"


def _ask(house: House, *names: str) -> None:
    stop = {"do": "stop", "message": {"en": "Again?", "fr": "Encore ?"}}
    looks: list[Json] = [{"left": {"fact": f"answers.{name}"}, "operator": "exists_in_past"} for name in names]
    document: Json = json.loads(DEMO.read_text("utf-8")) | {
        "logic": [{"id": "again", "when": {"any": looks}, "then": [stop]}]
    }
    publishing.publish_form(house.organisation_id, "project-request", document, "system")


def _known(house: House, **answers: Json) -> Json:
    form, _ = live.form_at("project-request")
    return past_answers.known(house.organisation_id, form, answers).get("past")


def test_a_form_that_does_not_ask_keeps_nothing(house: House) -> None:
    house.submit(token=new_id(), email="ada@example.com")
    assert house.rows(SubmissionValue) == []


def test_an_answer_is_found_whatever_its_capitals_also_one_from_before_the_form_asked(house: House) -> None:
    house.submit(token=new_id(), email="ada@example.com", name="Ada")
    _ask(house, "email")
    house.submit(token=new_id(), email="bob@example.com", name="Bob")
    for address, there in (("ADA@example.com", True), ("bob@example.com", True), ("eve@example.com", False)):
        assert _known(house, email=address) == {"answers.email": there}
    _ask(house, "email", "name")
    assert _known(house, email="eve@example.com", name=" ada ") == {"answers.email": False, "answers.name": True}
    assert len(house.rows(SubmissionValue)) == 4


def test_spam_withdrawn_and_binned_answers_do_not_count_and_erased_ones_are_gone(house: House) -> None:
    _ask(house, "email")
    accepted = house.submit(token=new_id(), email="ada@example.com")
    mine, ids = house.organisation_id, [accepted.id]
    submission_care.mark_as_spam(mine, ids, ACTOR)
    assert _known(house, email="ada@example.com") == {"answers.email": False}
    submission_care.unmark_spam(mine, ids, ACTOR)
    assert _known(house, email="ada@example.com") == {"answers.email": True}
    submission_care.delete(mine, ids, ACTOR)
    assert _known(house, email="ada@example.com") == {"answers.email": False}
    house.stand_at(clock.now() + timedelta(days=31))
    assert (erasing.tick(), house.rows(SubmissionValue)) == (1, [])


def test_a_withdrawn_answer_may_be_given_again(house: House) -> None:
    _ask(house, "email")
    accepted = house.submit(token=new_id(), email="ada@example.com")
    submission_care.withdraw(house.organisation_id, [accepted.id], ACTOR)
    assert _known(house, email="ada@example.com") == {"answers.email": False}
