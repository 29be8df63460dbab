"""What happens before anything is sent is told once, to rules that want to hear it, and with nothing about a person."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from licorne.adapters.ids import new_id
from licorne.errors import Conflict, Refused
from licorne.models.event import Event, Run
from licorne.models.form import Form
from licorne.models.rule import Rule
from licorne.models.work import Task
from licorne.services import abandoned, live, page_events, publishing, saved_answers, submission_care
from licorne.services.saved_answers import Begun
from licorne.services.trigger import Trigger
from licorne.services.uploads import Page
from rules.expression.problem import Problem
from tests.services.house import House

SLUG = "project-request"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TYPED = {"name": ["Ada Secret"], "email": ["ada@example.com"]}


def _hear(house: House, kind: str, title: str = "Look", name: str = "look", **settings: Any) -> None:
    task = {"id": "look", "action": "create_task", "settings": {"title": title}}
    rule: Any = {
        "schema": 1, "name": {"en": "Look"}, "conditions": {"all": []}, "steps": [task],
        "trigger": {"kind": kind, "settings": {"form": SLUG, **settings}},
    }  # fmt: skip
    publishing.publish_rule(house.organisation_id, name, rule, "user:test")


def _limit(house: House, **limits: Any) -> None:
    document: Any = publishing.export_form(house.organisation_id, SLUG) | {"limits": limits}
    publishing.publish_form(house.organisation_id, SLUG, document, "user:test")


def _events(house: House, kind: str) -> list[dict[str, Any]]:
    return [dict(event.facts) for event in house.rows(Event) if event.kind == kind]


def _save(house: House, page: str = "", name: str = "Ada Secret") -> str:
    form, _ = live.form_at(SLUG)
    page = page or new_id()
    saved_answers.save(form, house.organisation_id, f"secret-{page}", Begun(page, "en", TYPED | {"name": [name]}))
    return page


def test_nothing_is_written_where_nobody_listens(house: House) -> None:
    form, organisation = live.form_at(SLUG)
    assert not page_events.started(form, organisation, new_id())
    page = Page(organisation.id, form.id, new_id())
    assert page_events.file_refused(form, organisation, page, [Problem("file_too_large", "name")]) == 0
    _save(house)
    _limit(house, total=1)
    house.submit()
    assert (abandoned.tick(), [event.kind for event in house.rows(Event)]) == (
        0,
        ["form.version_published", "submission.received"],
    )


def test_a_start_is_told_once_per_page(house: House) -> None:
    _hear(house, "submission.started", "{{ form.title }}")
    form, organisation = live.form_at(SLUG)
    page = new_id()

    def start(_: int) -> bool:
        with house.app.app_context():
            return page_events.started(form, organisation, page)

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(start, range(8))) == {True: 1, False: 7}
    assert page_events.started(form, organisation, new_id())
    assert len(_events(house, "submission.started")) == 2
    house.perform()
    assert [task.title for task in house.rows(Task)] == ["Project request"] * 2
    assert house.examine() == []


def test_a_refused_file_is_told_with_its_question_and_reason_and_nothing_else(house: House) -> None:
    _hear(house, "submission.file_refused", "{{ file.label }}: {{ file.reason }}")
    form, organisation = live.form_at(SLUG)
    page = Page(organisation.id, form.id, new_id())
    wrong = [Problem("file_too_large", "name", {"name": "secret.pdf"}), Problem("file_too_large", "name.0")]
    assert page_events.file_refused(form, organisation, page, [wrong[0]]) == 1
    assert page_events.file_refused(form, organisation, page, wrong) == 0
    assert page_events.file_refused(form, organisation, page, [Problem("file_kind", "name")]) == 1
    (first, _) = _events(house, "submission.file_refused")
    assert first["file"] == {"question": "name", "label": "Your name", "reason": "file_too_large"}
    assert "secret.pdf" not in json.dumps(first)
    assert house.examine() == []


def test_one_page_tells_of_so_many_refused_files_and_no_more(house: House) -> None:
    _hear(house, "submission.file_refused")
    form, organisation = live.form_at(SLUG)
    page = Page(organisation.id, form.id, new_id())
    flood = [Problem(f"file_{number}", "name") for number in range(page_events.MOST + 5)]
    assert page_events.file_refused(form, organisation, page, flood) == page_events.MOST
    assert page_events.file_refused(form, organisation, page, flood) == 0


def test_answers_that_are_put_aside_are_told_the_first_time_and_without_the_answers(house: House) -> None:
    _hear(house, "submission.saved", "{{ saved.expires_on }}")
    house.stand_at(NOON)
    page = _save(house)
    _save(house, page, "Another Name")
    (facts,) = _events(house, "submission.saved")
    assert facts["saved"] | {"id": ""} == {
        "id": "", "language": "en", "saved_on": "2026-11-24", "expires_on": "2026-12-24",
    }  # fmt: skip
    assert "Secret" not in json.dumps(facts)
    assert "example.com" not in json.dumps(facts)
    house.perform()
    assert [run.state for run in house.rows(Run)] == ["done"]
    assert house.examine() == []


def test_answers_that_are_not_sent_are_told_once_when_their_hours_are_over(house: House) -> None:
    house.stand_at(NOON)
    _hear(house, "submission.abandoned", after_hours=24)
    _hear(house, "submission.abandoned", "Later", "later", after_hours=48)
    left, sent = _save(house), _save(house)
    house.submit(token=sent)
    house.stand_at(NOON + timedelta(hours=23, minutes=59))
    assert abandoned.tick() == 0
    house.stand_at(NOON + timedelta(hours=24))
    assert (abandoned.tick(), abandoned.tick()) == (1, 0)
    _save(house, left)  # the customer went on for a while
    house.stand_at(NOON + timedelta(hours=49))
    assert abandoned.tick() == 0
    house.stand_at(NOON + timedelta(hours=73))
    assert (abandoned.tick(), abandoned.tick()) == (1, 0)
    assert [facts["saved"]["after_hours"] for facts in _events(house, "submission.abandoned")] == [24, 48]
    house.perform()
    assert [task.title for task in house.rows(Task) if task.title in ("Look", "Later")] == ["Look", "Later"]
    assert house.examine() == []


def test_a_rule_hears_nothing_of_what_was_left_long_before_it_was_there(house: House) -> None:
    house.stand_at(NOON)
    _save(house)
    house.stand_at(NOON + timedelta(days=3))
    _hear(house, "submission.abandoned", after_hours=24)
    assert abandoned.tick() == 0
    _save(house)
    house.stand_at(NOON + timedelta(days=4))
    publishing.switch_rule(house.organisation_id, next(r.id for r in house.rows(Rule) if r.slug == "look"), False, "u")
    assert abandoned.tick() == 0
    publishing.switch_rule(house.organisation_id, next(r.id for r in house.rows(Rule) if r.slug == "look"), True, "u")
    assert abandoned.tick() == 1
    assert house.examine() == []


@pytest.mark.parametrize("hours", [0, 700, "24", None, 1.5])
def test_hours_that_nobody_can_wait_are_not_published(house: House, hours: Any) -> None:
    with pytest.raises(Refused):
        _hear(house, "submission.abandoned", after_hours=hours)


def test_the_last_place_of_a_form_and_of_an_option_are_told_once_per_version(house: House) -> None:
    _hear(house, "form.quota_reached", "{{ quota.of }} {{ quota.label }} {{ quota.most }}")
    _limit(house, total=3, per_option={"service": {"website": 1, "branding": 0}})
    first = house.submit(email="a@example.com", service="website")
    with pytest.raises(Conflict):
        house.submit(email="b@example.com", service="website")
    submission_care.withdraw(house.organisation_id, [first.id], "user:x")
    for number in range(3):
        house.submit(email=f"{number}@example.com", service="website" if number == 0 else "photography")
    told = [facts["quota"] for facts in _events(house, "form.quota_reached")]
    assert [(one["of"], one["option"], one["most"]) for one in told] == [("option", "website", 1), ("form", "", 3)]
    _limit(house, total=4)
    house.submit(email="d@example.com")
    assert [facts["quota"]["most"] for facts in _events(house, "form.quota_reached")] == [1, 3, 4]
    house.perform()
    assert {"option Website 1", "form 3"} <= {" ".join(task.title.split()) for task in house.rows(Task)}
    assert house.examine() == []


def test_racers_for_the_last_places_tell_of_it_once(house: House) -> None:
    _hear(house, "form.quota_reached")
    _limit(house, total=25, per_option={"service": {"website": 5}})  # five of these and twenty others

    def send(number: int) -> None:
        with house.app.app_context():
            try:
                service = "website" if number % 2 else "photography"
                house.submit(token=new_id(), email=f"client-{number}@example.com", service=service)
            except Conflict:
                return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(40)))
    assert sorted(facts["quota"]["of"] for facts in _events(house, "form.quota_reached")) == ["form", "option"]
    assert house.examine() == []


def test_every_fact_that_is_told_is_one_that_rules_may_name(house: House) -> None:
    house.stand_at(NOON)
    kinds = ("submission.started", "submission.saved", "submission.file_refused", "form.quota_reached")
    for kind in kinds:
        _hear(house, kind, name=kind.replace(".", "-").replace("_", "-"))
    _hear(house, "submission.abandoned", after_hours=1)
    _limit(house, total=1)
    form, organisation = live.form_at(SLUG)
    page_events.started(form, organisation, new_id())
    page_events.file_refused(form, organisation, Page(organisation.id, form.id, new_id()), [Problem("x", "name")])
    _save(house)
    house.submit()
    house.stand_at(NOON + timedelta(hours=2))
    abandoned.tick()
    assert house.one(Form).slug == SLUG
    for kind in (*kinds, "submission.abandoned"):
        (facts,) = _events(house, kind)
        named = {path for path in Trigger.registered[kind].facts if "*" not in path}
        assert {path for path in named if _at(facts, path) is None} == set(), kind


def _at(facts: Any, path: str) -> Any:
    for part in path.split("."):
        facts = facts.get(part) if isinstance(facts, dict) else None
    return facts
