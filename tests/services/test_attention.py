"""What a person decides about a parked effect: try again, it has happened, give it up."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from licorne.errors import Conflict, NotFound, Permanent
from licorne.models.contact import ContactTag
from licorne.models.effect import Effect
from licorne.models.event import Run
from licorne.services import attention
from rules.expression.json_types import Json
from tests.services.house import House
from tests.services.remote import known
from tests.services.scripted import SCRIPTED, TAG, Scripted

UNKNOWN = "01a20bf2-14d0-7000-87ec-77fa5f9d42b4"


@pytest.fixture
def parked(house: House) -> Iterator[Effect]:
    """An effect that failed for good; the tag waits for it."""
    with known("scripted", Scripted):
        house.only_rule(SCRIPTED, TAG)
        Scripted.errors.append(Permanent("never"))
        house.submit()
        house.perform()
        yield house.step("scripted")


def test_a_failed_step_stops_its_run_where_everybody_sees_it(house: House, parked: Effect) -> None:
    assert (house.states(), house.one(Run).state) == (["failed", "waiting"], "failed")
    assert [effect.id for effect in attention.parked(house.organisation_id)] == [parked.id]
    assert attention.count(house.organisation_id) == 1
    assert house.rows(ContactTag) == []
    assert house.examine() == []


def test_trying_again_goes_on_from_there(house: House, parked: Effect) -> None:
    attention.retry(house.organisation_id, parked.id, "user:x")
    assert (house.step("scripted").state, house.one(Run).state) == ("pending", "running")
    house.perform()
    assert (house.states(), house.one(Run).state) == (["done", "done"], "done")
    assert house.step("scripted").error is None
    assert house.examine() == []


def test_what_has_happened_by_hand_is_not_done_again(house: House) -> None:
    mail: dict[str, Json] = {"id": "mail", "action": "send_email", "settings": {"to": "nobody", "text": "Hello"}}
    house.only_rule(mail, TAG)
    house.submit()
    house.perform()
    attention.mark_done(house.organisation_id, house.step("mail").id, "user:x")
    house.perform()
    assert (house.states(), house.one(Run).state) == (["done", "done"], "done")
    assert house.step("mail").result == {"by_hand": True}
    assert house.examine() == []


def test_giving_up_cancels_the_steps_that_wait(house: House, parked: Effect) -> None:
    attention.cancel(house.organisation_id, parked.id, "user:x")
    assert (house.states(), house.one(Run).state) == (["cancelled", "cancelled"], "cancelled")
    assert house.perform() == 0
    assert house.examine() == []


@pytest.mark.parametrize("decide", [attention.retry, attention.mark_done, attention.cancel])
def test_only_a_parked_effect_of_the_own_organisation_can_be_decided(
    house: House, parked: Effect, decide: Callable[[str, str, str], Any]
) -> None:
    before = house.states()
    with pytest.raises(Conflict, match="effect_not_parked"):
        decide(house.organisation_id, house.step("tag").id, "user:x")
    for organisation, effect in ((UNKNOWN, parked.id), (house.organisation_id, UNKNOWN)):
        with pytest.raises(NotFound):
            decide(organisation, effect, "user:x")
    assert house.states() == before
