from licorne.services import activation, holding
from tests.services.house import House
from tests.services.test_flows import only, tag, wait


def test_what_stopping_all_rules_would_hold_back_is_what_then_lies_on_hold(house: House) -> None:
    only(house, tag("a"), wait(1), tag("b"))
    house.submit()
    house.perform()
    house.submit(email="bob@example.com")
    before = holding.hold(house.organisation_id)
    assert (before.since, before.rules, before.runs, before.steps) == (None, 1, 2, 3)
    assert holding.held(house.organisation_id) == []
    activation.halt_rules(house.organisation_id, "user")
    after = holding.hold(house.organisation_id)
    assert after.since is not None
    assert (after.rules, after.runs, after.steps) == (1, 2, 3)
    steps = [(one.effect.step, one.rule_name) for one in holding.held(house.organisation_id)]
    assert sorted(steps) == [("a", "Only"), ("w", "Only"), ("w", "Only")]
    activation.release_rules(house.organisation_id, "user")
    assert (holding.hold(house.organisation_id).since, holding.held(house.organisation_id)) == (None, [])


def test_the_runs_of_a_rule_that_are_under_way_are_counted(house: House) -> None:
    only(house, tag("a"), wait(1))
    house.submit()
    house.perform()
    assert holding.runs_of(house.organisation_id, house.only_rule_id("only")) == 1
    assert holding.runs_of(house.organisation_id, house.only_rule_id()) == 0
