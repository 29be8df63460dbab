"""Identifiers: sortable by time, each larger than the one before, never stuck in a future that was a mistake."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from licorne.adapters import clock
from licorne.adapters.ids import is_id, new_id

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def hands(tmp_path: Path) -> Iterator[Path]:
    """The file that the clock follows."""
    yield tmp_path / "clock"
    clock.follow(None)


def _at(hands: Path, instant: datetime) -> str:
    hands.write_text(instant.isoformat(), "ascii")
    clock.follow(hands)
    return new_id()


def _milliseconds(identifier: str) -> int:
    return int(identifier.replace("-", "")[:12], 16)


def test_identifiers_are_uuids_of_version_seven_in_rising_order() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(set(made))
    assert all(is_id(one) and uuid.UUID(one).version == 7 for one in made)


def test_a_clock_that_stumbles_keeps_the_order_and_one_that_is_set_back_is_believed(hands: Path) -> None:
    first, second = _at(hands, NOON), _at(hands, NOON - timedelta(seconds=5))
    assert first < second
    future, now = _at(hands, NOON + timedelta(days=400)), _at(hands, NOON)
    assert _milliseconds(future) > _milliseconds(now) == int(NOON.timestamp() * 1000)
