"""The sweeper performs what nobody else does, however much it is, and looks after the rest meanwhile."""

import pytest

from licorne.models.effect import Effect, State
from licorne.services import sweeper as sweeping
from licorne.services.sweeper import PATIENCE, Sweeper
from tests.services.house import House


@pytest.fixture
def backlog(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """More than a round has time for: a round ends after one batch."""
    monkeypatch.setattr(sweeping, "DRAIN_SECONDS", 0.01)
    for number in range(30):
        house.submit(email=f"client-{number}@example.com")
    return house


def _done(house: House) -> int:
    return house.states().count(State.DONE.value)


def test_a_backlog_that_no_worker_answers_is_waited_for_once_only(backlog: House) -> None:
    sweeper = Sweeper()
    sweeper.round()
    assert (_done(backlog), sweeper.is_behind) == (0, False)
    assert sweeper.waiting_since is not None
    sweeper.waiting_since -= PATIENCE
    done = [_done(backlog)]
    for _ in range(3):
        sweeper.round()
        done.append(_done(backlog))
        assert sweeper.is_behind
    assert sorted(set(done)) == done, "a round did nothing"


def test_a_round_that_leaves_something_is_followed_at_once_until_nothing_is_due(backlog: House) -> None:
    backlog.app.extensions["licorne"].doorbell.ring = lambda queue: False
    sweeper = Sweeper()
    for _ in range(60):
        sweeper.round()
        if not sweeper.is_behind:
            break
    assert {effect.state for effect in backlog.rows(Effect)} == {State.DONE.value}
    assert backlog.examine() == []


def test_a_sweeper_whose_database_is_away_does_not_turn_round_and_round(
    backlog: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise RuntimeError("away")

    sweeper = Sweeper(is_behind=True)
    monkeypatch.setattr(sweeping, "_oldest_due", fail)
    with pytest.raises(RuntimeError, match="away"):
        sweeper.round()
    assert not sweeper.is_behind
