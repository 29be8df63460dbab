"""What happens to forms themselves can be answered by rules; the pages have words for every event."""

from datetime import UTC, datetime

from licorne.models.event import Event, Run
from licorne.models.work import Task
from licorne.services import form_closing, publishing
from licorne.services.trigger import Trigger
from tests.services.house import House

SLUG = "project-request"


def _publish(house: House, **changed: object) -> None:
    document = publishing.export_form(house.organisation_id, SLUG) | changed
    publishing.publish_form(house.organisation_id, SLUG, document, "user:test")  # type: ignore[arg-type]  # JSON


def test_a_new_version_is_told_to_the_rules_and_the_same_document_again_is_none(house: House) -> None:
    assert house.rows(Event) == []  # the first version has nobody to tell
    task = {"id": "look", "action": "create_task", "settings": {"title": "Look at v{{ form.version }}"}}
    rule = {
        "schema": 1, "name": {"en": "Look"}, "conditions": {"all": []}, "steps": [task],
        "trigger": {"kind": "form.version_published", "settings": {"form": SLUG}},
    }  # fmt: skip
    publishing.publish_rule(house.organisation_id, "look", rule, "user:test")  # type: ignore[arg-type]  # JSON
    _publish(house, submit={"en": "Go"})
    _publish(house)
    (event,) = house.rows(Event)
    assert (event.kind, event.facts["form"]["version"]) == ("form.version_published", 2)  # type: ignore[index,call-overload]  # JSON
    house.perform()
    assert [run.state for run in house.rows(Run)] == ["done"]
    assert house.one(Task).title == "Look at v2"
    assert house.examine() == []


def _closed(house: House) -> list[str]:
    return [str(event.facts["reason"]) for event in house.rows(Event) if event.kind == "form.closed"]


def test_a_form_that_closes_by_its_day_is_told_once_and_again_when_it_was_opened_again(house: House) -> None:
    house.stand_at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    _publish(house, limits={"closes_at": "2026-11-25T00:00:00+01:00"})
    assert (form_closing.tick(), _closed(house)) == (0, [])
    house.stand_at(datetime(2026, 11, 24, 23, 0, tzinfo=UTC))
    assert (form_closing.tick(), form_closing.tick(), _closed(house)) == (1, 0, ["time"])
    _publish(house, limits={"closes_at": "2026-11-26T00:00:00+01:00"})
    assert form_closing.tick() == 0
    house.stand_at(datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert (form_closing.tick(), _closed(house)) == (1, ["time", "time"])
    assert house.examine() == []


def test_a_form_that_is_full_is_told_too(house: House) -> None:
    _publish(house, limits={"total": 1})
    assert form_closing.tick() == 0
    house.submit()
    assert (form_closing.tick(), form_closing.tick(), _closed(house)) == (1, 0, ["full"])
    assert house.examine() == []


def test_every_trigger_of_forms_takes_the_form_as_its_setting() -> None:
    about_forms = [kind for kind in Trigger.registered if kind.partition(".")[0] in ("form", "submission")]
    assert len(about_forms) >= 6
    assert all(Trigger.registered[kind].settings_schema["required"][0] == "form" for kind in about_forms)
