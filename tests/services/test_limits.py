from datetime import datetime, timedelta
from typing import Any

from licorne.models.effect import Effect
from licorne.models.event import Run
from licorne.models.flow import RuleLimit
from licorne.services import publishing
from rules.expression.json_types import Json
from tests.services.house import House
from tests.services.test_flows import DAY, content, later, marks, only, tag, wait

PER: Json = {"formula": {"fact": "contact.id"}}
ADA, BOB = "ada@example.com", "bob@example.com"


def states(house: House) -> list[str]:
    """How the runs stand, oldest first."""
    return [run.state for run in house.rows(Run)]


def reasons(house: House) -> list[str]:
    """Why runs did not begin."""
    problems: list[Any] = [problem for run in house.rows(Run) for problem in run.problems]
    return [problem["code"] for problem in problems]


def post(house: House, *emails: str) -> None:
    """Posts the form once for each."""
    for email in emails:
        house.submit(email=email)
    house.perform()


def test_once_per_contact_is_once(house: House) -> None:
    only(house, tag("a"), limits={"once": {"per": PER}})
    post(house, ADA, BOB, ADA)
    assert states(house) == ["done", "done", "skipped"]
    assert reasons(house) == ["limit_once"]
    later(house, 400 * DAY)
    post(house, ADA)
    assert states(house)[-1] == "skipped"
    content(house)


def test_once_a_month_is_once_in_each_month(house: House) -> None:
    only(house, tag("a"), limits={"once": {"per": PER, "period": "month"}})
    for day in ("2026-01-02", "2026-01-31", "2026-02-01"):
        house.stand_at(datetime.fromisoformat(f"{day}T12:00+00:00"))
        post(house, ADA)
    assert states(house) == ["done", "skipped", "done"]


def test_not_more_than_twice_in_seven_days_slides(house: House) -> None:
    only(house, tag("a"), limits={"frequency": {"per": PER, "times": 2, "days": 7}})
    house.stand_at(datetime.fromisoformat("2026-01-01T12:00+00:00"))
    for hours in (0, 24, 24, 24 * 5 + 1, 1, 24):
        later(house, timedelta(hours=hours))
        post(house, ADA)
    assert states(house) == ["done", "done", "skipped", "done", "skipped", "done"]
    content(house)


def test_a_quota_holds_for_a_day(house: House) -> None:
    only(house, tag("a"), limits={"daily": 2})
    house.stand_at(datetime.fromisoformat("2026-01-01T12:00+00:00"))
    post(house, ADA, BOB, ADA)
    later(house, DAY)
    post(house, ADA)
    assert states(house) == ["done", "done", "skipped", "done"]
    assert reasons(house) == ["limit_daily"]


def test_a_place_is_not_taken_by_a_run_that_another_limit_refuses(house: House) -> None:
    only(house, tag("a"), limits={"once": {"per": PER}, "daily": 1})
    house.stand_at(datetime.fromisoformat("2026-01-01T12:00+00:00"))
    post(house, ADA, BOB)
    later(house, DAY)
    post(house, BOB)
    assert states(house) == ["done", "skipped", "done"]


def test_the_latest_of_a_burst_is_done_once_it_is_quiet(house: House) -> None:
    steps = tag("a", settings={"tag": "{{ answers.pages }}"})
    only(house, steps, limits={"debounce": {"per": PER, "seconds": 60}})
    for pages in ("1", "2", "3"):
        house.submit(pages=pages)
        house.perform()
        later(house, timedelta(seconds=30))
    assert marks(house) == []
    later(house, timedelta(seconds=31))
    assert marks(house) == ["3"]
    assert states(house) == ["cancelled", "cancelled", "done"]
    content(house)


def test_one_at_a_time_queues_in_order(house: House) -> None:
    mark = tag("b", settings={"tag": "{{ answers.pages }}"})
    only(house, wait(1), mark, limits={"one_at_a_time": {"per": PER}})
    for pages in ("1", "2", "3"):
        house.submit(pages=pages)
    house.submit(email=BOB, pages="9")
    house.perform()
    assert states(house) == ["running", "queued", "queued", "running"]
    content(house)
    for step in range(3):
        later(house, DAY)
        assert sorted(marks(house)) == [*"123"[: step + 1], "9"]
    assert states(house) == ["done"] * 4
    content(house)


def test_what_begins_outside_of_the_hours_waits_for_them(house: House) -> None:
    only(house, tag("a"), limits={"hours": {"from": "08:00", "until": "18:00", "weekdays": [1, 2, 3, 4, 5]}})
    house.stand_at(datetime.fromisoformat("2026-01-03T12:00+01:00"))  # a Saturday
    post(house, ADA)
    assert house.one(Effect).next_at == datetime.fromisoformat("2026-01-05T08:00+01:00")
    house.stand_at(house.one(Effect).next_at)
    house.perform()
    assert marks(house) == ["a"]


def test_the_places_of_a_rule_outlive_its_versions(house: House) -> None:
    only(house, tag("a"), limits={"once": {"per": PER}})
    post(house, ADA)
    only(house, tag("b"), limits={"once": {"per": PER}})
    post(house, ADA)
    assert states(house) == ["done", "skipped"]
    assert len(house.rows(RuleLimit)) == 1


def test_a_rule_without_limits_writes_no_places(house: House) -> None:
    only(house, tag("a"))
    post(house, ADA)
    assert house.rows(RuleLimit) == []
    publishing.switch_rule(house.organisation_id, house.only_rule_id("only"), False, "system")
    post(house, ADA)
    assert states(house) == ["done"]
