"""A post becomes a contact, a submission, an event, a run and effects: once per page, whoever posts it how often."""

import threading

import pytest

from licorne.adapters.ids import new_id
from licorne.errors import Conflict
from licorne.models.contact import Contact, ContactKey
from licorne.models.effect import Effect
from licorne.models.event import Event, Run
from licorne.models.form import Submission
from licorne.services.submissions import Accepted
from tests.services.house import CLIENT, House


def test_a_post_commits_all_that_it_causes(house: House) -> None:
    accepted = house.submit()
    event, run = house.one(Event), house.one(Run)
    assert (event.kind, event.subject_id, run.event_id) == ("submission.received", accepted.id, event.id)
    assert [effect.step for effect in house.rows(Effect)] == ["issue", "mail", "task", "remind", "tag"]
    assert house.states() == ["pending", "waiting", "waiting", "waiting", "waiting"]
    assert house.facts()["answers"]["pages"] == "4"
    assert house.facts()["contact"]["is_new"] is True


def test_the_same_page_posted_again_gives_the_same_submission(house: House) -> None:
    token = new_id()
    first, again = house.submit(token), house.submit(token)
    assert (again.id, again.contact_id) == (first.id, first.contact_id)
    assert (first.is_new, again.is_new) == (True, False)
    assert len(house.rows(Event)) == 1


def test_other_answers_from_the_same_page_are_refused(house: House) -> None:
    token = new_id()
    house.submit(token)
    before = house.census()
    with pytest.raises(Conflict, match="page_already_sent"):
        house.submit(token, pages="5")
    assert house.census() == before


def test_twenty_posts_of_one_page_at_once_make_one_of_everything(house: House) -> None:
    accepted = _at_once(house, [new_id()] * 20, [CLIENT] * 20)
    assert len({each.id for each in accepted}) == 1
    assert sum(each.is_new for each in accepted) == 1
    assert [len(house.rows(model)) for model in (Submission, Contact, Event, Run)] == [1, 1, 1, 1]


def test_a_new_client_on_ten_pages_at_once_becomes_one_contact(house: House) -> None:
    accepted = _at_once(house, [new_id() for _ in range(10)], [CLIENT, CLIENT.upper()] * 5)
    assert len({each.id for each in accepted}) == 10
    assert {each.contact_id for each in accepted} == {house.one(Contact).id}
    assert sum(house.facts(place)["contact"]["is_new"] for place in range(10)) == 1


def _at_once(house: House, tokens: list[str], emails: list[str]) -> list[Accepted]:
    accepted: list[Accepted] = []

    def post(token: str, email: str) -> None:
        with house.app.app_context():
            accepted.append(house.submit(token, email=email))

    threads = [threading.Thread(target=post, args=pair) for pair in zip(tokens, emails, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(accepted) == len(tokens)
    return accepted


def test_a_contact_is_found_again_by_its_key_in_any_case(house: House) -> None:
    first = house.submit(email="Ada@Example.com")
    second = house.submit(email="ada@example.com")
    assert first.contact_id == second.contact_id
    assert house.one(ContactKey).value == "ada@example.com"


def test_a_stranger_who_types_a_known_address_does_not_rename_the_contact(house: House) -> None:
    house.submit(name="Ada Martin")
    house.submit(name="Mallory")
    assert house.one(Contact).name == "Ada Martin"
    assert house.facts(1)["contact"]["name"] == "Ada Martin"


def test_what_a_known_contact_lacks_is_filled(house: House) -> None:
    house.submit()
    house.sql("UPDATE contact SET name = ''")
    house.submit(name="Ada Lovelace")
    assert house.one(Contact).name == "Ada Lovelace"


def test_a_post_that_no_rule_answers_is_kept_with_its_event(house: House) -> None:
    house.submit(consent=False)
    assert len(house.rows(Submission)) == len(house.rows(Event)) == 1
    assert house.rows(Run) == []
    assert house.examine() == []


def test_a_post_without_redis_is_accepted_all_the_same(house: House) -> None:
    house.app.extensions["licorne"].doorbell._redis.connection_pool.connection_kwargs["path"] = "/nowhere.sock"
    house.app.extensions["licorne"].doorbell._redis.connection_pool.disconnect()
    assert house.submit().is_new
    assert house.states()[0] == "pending"
