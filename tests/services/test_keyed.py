"""A remote that loses answers: it is asked by our key before anything is sent a second time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from licorne.adapters import clock
from licorne.models.effect import EffectAttempt
from licorne.models.event import Run
from licorne.services import attention
from licorne.services.claiming import claim
from licorne.services.takeover import take_over
from rules.expression.json_types import Json
from tests.services.house import House
from tests.services.remote import KIND, OrderParts, Remote, known, ordering

TAG: dict[str, Json] = {"id": "tag", "action": "tag_contact", "settings": {"tag": "ordered"}}


@pytest.fixture
def remote(tmp_path: Path, house: House) -> Iterator[Remote]:
    """A remote; the demo form's only rule orders there, then tags the contact."""
    folder = tmp_path / "remote"
    folder.mkdir()
    remote = Remote(folder)
    with known(KIND, OrderParts):
        house.only_rule(ordering(remote), TAG)
        yield remote


def _later(house: House) -> None:
    house.stand_at(clock.now() + timedelta(hours=1))
    house.perform()


def test_an_order_is_sent_once_without_asking(house: House, remote: Remote) -> None:
    house.submit()
    house.perform()
    assert (len(remote.orders), remote.asked) == (1, 0)
    assert house.step("order").result == {"order": "order-1"}
    assert house.states() == ["done", "done"]
    assert house.examine() == []


def test_a_lost_answer_is_asked_for_and_nothing_is_sent_again(house: House, remote: Remote) -> None:
    remote.then("lost")
    house.submit()
    house.perform()
    assert house.step("order").state == "pending"
    _later(house)
    assert (len(remote.orders), remote.asked) == (1, 1)
    assert house.step("order").external_id == "order-1"
    assert house.states() == ["done", "done"]
    assert house.examine() == []


def test_an_order_that_was_not_taken_is_asked_for_then_sent(house: House, remote: Remote) -> None:
    remote.then("refused")
    house.submit()
    house.perform()
    _later(house)
    assert (len(remote.orders), remote.asked) == (1, 1)
    assert house.step("order").state == "done"


def test_after_a_crash_between_order_and_record_the_remote_is_asked(house: House, remote: Remote) -> None:
    house.submit()
    (lease,) = claim("licorne", "dead")
    remote.order(lease.work.key)
    take_over("dead")
    house.perform()
    assert (len(remote.orders), remote.asked) == (1, 1)
    assert house.step("order").result == {"order": "order-1"}


def test_a_remote_that_cannot_be_asked_leaves_it_to_a_person(house: House, remote: Remote) -> None:
    remote.then("lost", "cannot_ask")
    house.submit()
    house.perform()
    _later(house)
    order = house.step("order")
    assert (order.state, house.one(Run).state, len(remote.orders)) == ("unknown", "failed", 1)
    assert [effect.id for effect in attention.parked(house.organisation_id)] == [order.id]
    assert [attempt.phase for attempt in house.rows(EffectAttempt)] == ["started", "error", "started", "unknown"]


def test_trying_again_after_unknown_asks_first(house: House, remote: Remote) -> None:
    remote.then("lost", "cannot_ask")
    house.submit()
    house.perform()
    _later(house)
    attention.retry(house.organisation_id, house.step("order").id, "user:x")
    house.perform()
    assert (len(remote.orders), remote.asked) == (1, 2)
    assert house.states() == ["done", "done"]
    assert house.examine() == []
