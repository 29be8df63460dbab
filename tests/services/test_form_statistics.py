"""How often a form was looked at: numbers of days, added up by all processes, nothing about who."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from licorne.adapters.ids import new_id
from licorne.models.form import Form
from licorne.models.submission import FormDay
from licorne.services import submission_care, tally
from licorne.services.form_statistics import duration, numbers
from licorne.services.tally import Seen, Tally
from tests.services.house import House

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def _seen(house: House, what: str = "view", day: date = TODAY) -> Seen:
    return Seen(house.organisation_id, house.rows(Form)[0].id, day, what)


def test_numbers_of_many_processes_at_once_add_up(house: House) -> None:
    counts = {_seen(house): 3, _seen(house, "start"): 1}

    def write() -> None:
        with house.app.app_context():
            for _ in range(5):
                tally.write(counts)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {row.what: row.number for row in house.rows(FormDay)} == {"view": 60, "start": 20}


def test_what_was_counted_is_taken_once_and_written_by_a_thread_of_its_own(
    quick_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "SECONDS", 0.01)
    counted = Tally()
    counted.add(quick_house.app, _seen(quick_house), _seen(quick_house))
    for thread in threading.enumerate():
        if thread.name == "tally":
            thread.join(20)
    assert quick_house.one(FormDay).number == 2
    assert not counted.is_kept
    assert counted.take() == {}


def test_a_span_counts_views_starts_pages_and_what_customers_sent(house: House) -> None:
    house.stand_at(NOON)
    house.submit(email="a@example.com")
    spam = house.submit(email="b@example.com")
    submission_care.mark_as_spam(house.organisation_id, [spam.id], "user:test")
    yesterday = TODAY - timedelta(days=1)
    tally.write({
        _seen(house): 5, _seen(house, day=yesterday): 7, _seen(house, "start"): 4, _seen(house, "page:two"): 3,
        _seen(house, day=TODAY - timedelta(days=30)): 99,
    })  # fmt: skip
    found = numbers(house.organisation_id, house.rows(Form)[0].id, ["_first", "two"], "Europe/Paris", 30)
    assert (len(found.days), found.days[-1]) == (30, TODAY)
    assert (found.total_views, found.total_starts, found.total_sent, found.pages) == (12, 4, 1, [0, 3])
    assert (found.views[yesterday], found.sent[TODAY]) == (7, 1)


def test_the_time_is_that_from_the_showing_of_the_page_to_its_sending(quick_house: House) -> None:
    quick_house.stand_at(NOON)
    token = new_id()
    assert duration(token, NOON + timedelta(seconds=90)) == timedelta(seconds=90)
    assert duration(token, NOON + timedelta(hours=7)) is None  # not at one go
    assert duration(token, NOON - timedelta(seconds=1)) is None
    assert duration(f"{token}.3", NOON) is None  # a row of an import


def test_who_sends_without_a_script_has_looked_and_begun_all_the_same(quick_house: House) -> None:
    quick_house.stand_at(NOON)
    quick_house.submit()
    found = numbers(quick_house.organisation_id, quick_house.rows(Form)[0].id, [], "Europe/Paris", 30)
    assert (found.total_views, found.total_starts, found.total_sent) == (1, 1, 1)
