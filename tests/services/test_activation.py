from licorne.models.event import Run
from licorne.models.rule import Rule
from licorne.services import activation, publishing
from tests.services.house import House
from tests.services.test_flows import DAY, content, later, marks, only, tag, wait


def test_halted_rules_do_nothing_and_go_on_where_they_were(house: House) -> None:
    only(house, tag("a"), wait(1), tag("b"))
    house.submit()
    house.perform()
    activation.halt_rules(house.organisation_id, "user")
    activation.halt_rules(house.organisation_id, "user")
    later(house, 2 * DAY)
    house.submit(email="bob@example.com")
    house.perform()
    assert marks(house) == ["a"]
    assert len(house.rows(Run)) == 1
    content(house)
    activation.release_rules(house.organisation_id, "user")
    activation.release_rules(house.organisation_id, "user")
    house.perform()
    assert marks(house) == ["a", "b"]
    house.submit(email="eve@example.com")
    house.perform()
    assert sorted(marks(house)) == ["a", "a", "b"]
    content(house)


def test_a_run_that_was_at_work_when_rules_were_halted_stops_before_its_next_step(house: House) -> None:
    only(house, tag("a"), tag("b"))
    house.submit()
    activation.halt_rules(house.organisation_id, "user")
    house.perform()
    assert marks(house) == []
    content(house)
    activation.release_rules(house.organisation_id, "user")
    house.perform()
    assert marks(house) == ["a", "b"]


def test_what_is_published_or_switched_while_rules_are_halted_holds_when_they_are_released(house: House) -> None:
    only(house, tag("old"))
    activation.halt_rules(house.organisation_id, "user")
    only_id = house.only_rule_id("only")
    publishing.switch_rule(house.organisation_id, only_id, False, "user")
    publishing.publish_rule(house.organisation_id, "new", {**_rule("new")}, "user")
    house.submit()
    house.perform()
    activation.release_rules(house.organisation_id, "user")
    house.submit()
    house.perform()
    assert marks(house) == ["new"]
    assert {rule.slug for rule in house.rows(Rule) if rule.live_version_id} == {"new"}
    content(house)


def _rule(name: str) -> dict[str, object]:
    return {"schema": 1, "name": {"en": name}, "trigger": _TRIGGER, "steps": [tag(name)]}


_TRIGGER = {"kind": "submission.received", "settings": {"form": "project-request"}}
