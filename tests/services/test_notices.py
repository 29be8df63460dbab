"""The feed of notices: each once, also those that became visible after ones with larger ids."""

import pytest
from sqlalchemy import insert

from licorne.adapters import clock, ids
from licorne.adapters.ids import floor, new_id
from licorne.models.database import current_session, transaction
from licorne.models.work import Notification
from licorne.services import notices
from licorne.services.notices import OVERLAP_SECONDS, Feed
from tests.services.house import House


def _write(house: House, name: str = "") -> str:
    row = {
        "id": name or new_id(),
        "organisation_id": house.organisation_id,
        "user_id": house.owner.user_id,
        "code": "reminder",
        "parameters": {},
        "path": "/tasks",
        "created_at": clock.now(),
    }
    with transaction() as session:
        session.execute(insert(Notification), [row])
    return str(row["id"])


def _feed(house: House, position: str = "") -> Feed:
    return Feed(house.organisation_id, house.owner.user_id, position)


def _told(feed: Feed) -> list[str]:
    current_session().close()
    return [notice.id for notice in feed.fresh()]


@pytest.fixture
def feed(house: House) -> Feed:
    """A feed that began when there was one notice already."""
    _write(house)
    return _feed(house)


def test_what_was_there_before_is_not_told(house: House, feed: Feed) -> None:
    assert _told(feed) == []
    later = _write(house)
    assert (_told(feed), _told(feed)) == ([later], [])


def test_a_notice_that_was_committed_later_with_a_smaller_id_is_told(house: House, feed: Feed) -> None:
    early = new_id()
    later = _write(house)
    assert _told(feed) == [later]
    _write(house, early)
    assert (_told(feed), _told(feed)) == ([early], [])


def test_who_goes_on_at_a_position_misses_nothing_and_hears_nothing_twice(house: House, feed: Feed) -> None:
    early = new_id()
    later = _write(house)
    assert _told(feed) == [later]
    _write(house, early)
    assert _told(_feed(house, feed.position)) == [early]
    last = _write(house)
    assert _told(_feed(house, feed.position)) == [early, last]


def test_a_notice_is_told_after_the_clock_was_set_back(house: House) -> None:
    of_a_wrong_clock = "ff" + new_id()[2:]
    _write(house, of_a_wrong_clock)
    feed = _feed(house)
    assert _told(feed) == []
    now = _write(house)
    assert (_told(feed), _told(feed), _told(_feed(house, feed.position))) == ([now], [], [])


def test_a_feed_that_began_with_nothing_goes_on_from_there(house: House) -> None:
    feed = _feed(house)
    assert (_told(feed), feed.position) == ([], "none")
    first = _write(house)
    assert _told(_feed(house, "none")) == [first]


def test_a_position_that_is_none_of_ours_begins_now(house: House, feed: Feed) -> None:
    assert _told(_feed(house, "'; DROP TABLE notification; --")) == []


def test_of_very_many_notices_those_before_the_list_are_not_told_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "_MOST", 3)
    for _ in range(5):
        _write(house)
    feed = _feed(house)
    assert _told(feed) == []
    assert _told(_feed(house, feed.position)) == []


def test_the_smallest_id_of_a_moment_lies_before_all_that_were_made_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    name = ids.new_id()
    assert ids.is_id(floor(name, OVERLAP_SECONDS))
    assert floor(name, OVERLAP_SECONDS) < floor(name, 0.001) < floor(name, 0) < name
