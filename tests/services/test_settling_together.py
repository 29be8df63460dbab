"""Effects that were performed in one go are written down in one go; what is wrong with one of them stays its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from licorne.adapters.ids import new_id
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.database import transaction
from licorne.models.effect import Effect, EffectAttempt, EffectClass, State
from licorne.models.guard import GuardedSession
from licorne.services.action import KeyedAction, Result, Work
from licorne.services.steps import effect_row
from tests.services.house import House
from tests.services.remote import known


class _Order(KeyedAction):
    """Takes orders; `spoilt` ones cannot be written down, of `stolen` ones the lease is lost meanwhile."""

    house: House

    def prepare(self, work: Work) -> None:
        return None

    def carry_out(self, work: Work, prepared: Any) -> str:
        if work.settings.get("stolen"):
            self.house.sql("UPDATE effect SET lease_epoch = lease_epoch + 1 WHERE step = 'stolen'")
        return work.step

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        if work.settings.get("spoilt"):
            raise ValueError("ink on it")
        return Result({"order": outcome.value}, external_id=outcome.value)


@pytest.fixture
def orders(house: House) -> Iterator[House]:
    """A house that takes orders."""
    _Order.house = house
    with known("order", _Order):
        yield house


def _place(house: House, *steps: str) -> None:
    with transaction() as session:
        insert_rows(session, table_of(Effect), [_row(house, step) for step in steps])


def _row(house: House, step: str) -> dict[str, object]:
    return effect_row(
        organisation_id=house.organisation_id,
        run_id=None,
        event_id=None,
        step=step,
        item="",
        position=0,
        kind="order",
        effect_class=EffectClass.KEYED,
        key=new_id(),
        settings={step: True},
        state=State.PENDING,
    )


def _states(house: House) -> list[tuple[str, str, str | None]]:
    return sorted((effect.step, effect.state, effect.external_id) for effect in house.rows(Effect))


def _phases(house: House) -> list[str]:
    return sorted(attempt.phase for attempt in house.rows(EffectAttempt))


def test_all_are_done_with_one_attempt_each(orders: House) -> None:
    _place(orders, "a", "b", "c")
    orders.perform()
    assert _states(orders) == [("a", "done", "a"), ("b", "done", "b"), ("c", "done", "c")]
    assert _phases(orders) == ["done"] * 3 + ["started"] * 3
    assert orders.examine() == []


def test_one_that_cannot_be_written_down_is_tried_again_and_the_others_are_done(orders: House) -> None:
    _place(orders, "a", "spoilt", "z")
    orders.perform()
    assert _states(orders) == [("a", "done", "a"), ("spoilt", "pending", None), ("z", "done", "z")]
    assert _phases(orders) == ["done", "done", "error", "started", "started", "started"]


def test_one_whose_lease_is_lost_changes_nothing_and_the_others_are_done(orders: House) -> None:
    _place(orders, "a", "stolen", "z")
    orders.perform()
    assert _states(orders) == [("a", "done", "a"), ("stolen", "leased", None), ("z", "done", "z")]
    assert _phases(orders) == ["done", "done", "started", "started", "started"]
