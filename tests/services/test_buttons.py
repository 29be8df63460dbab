from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound
from licorne.models.contact import Contact
from licorne.models.event import Event
from licorne.models.form import Submission
from licorne.models.invoice import Invoice
from licorne.services import buttons, publishing
from tests.services.house import House
from tests.services.test_flows import content, marks, tag


def button(house: House, record: str) -> None:
    """Publishes a rule with a button that tags the contact."""
    trigger = {"kind": "button.pressed", "settings": {"button": "mark", "record": record}}
    document: dict[str, Any] = {"schema": 1, "name": {"en": "Mark"}, "trigger": trigger, "steps": [tag(f"by-{record}")]}
    publishing.publish_rule(house.organisation_id, f"mark-{record}", document, "system")


@pytest.mark.parametrize("record", ["contact", "invoice", "submission"])
def test_a_button_on_a_record_starts_its_rule_with_the_facts_of_the_record(house: House, record: str) -> None:
    house.submit()
    house.perform()
    button(house, record)
    model: Any = {"contact": Contact, "invoice": Invoice, "submission": Submission}[record]
    buttons.press(house.organisation_id, "mark", record, house.one(model).id, house.owner.user_id)
    house.perform()
    assert f"by-{record}" in marks(house)
    facts: Any = house.rows(Event)[-1].facts
    assert facts["contact"]["email"] == "ada@example.com"
    assert facts["button"] == {"name": "mark", "record": record, "pressed_by": house.owner.user_id}
    content(house)


def test_what_no_rule_listens_to_and_what_is_not_there_is_refused(house: House) -> None:
    house.submit()
    house.perform()
    button(house, "contact")
    contact, nobody = house.one(Contact).id, "019b0000-0000-7000-8000-000000000000"
    with pytest.raises(Conflict):
        buttons.press(house.organisation_id, "other", "contact", contact, house.owner.user_id)
    for record, record_id in (("contact", nobody), ("invoice", nobody), ("submission", nobody), ("planet", contact)):
        with pytest.raises(NotFound):
            buttons.press(house.organisation_id, "mark", record, record_id, house.owner.user_id)


def test_two_presses_by_one_page_are_one_and_another_page_presses_again(house: House) -> None:
    house.submit()
    house.perform()
    button(house, "contact")
    press = buttons.Press("mark", "contact", house.one(Contact).id, house.owner.user_id)
    page, other = new_id(), new_id()

    def click(_: int) -> str:
        with house.app.app_context():
            return buttons.press_once(house.organisation_id, page, press)

    organisation = house.organisation_id
    with ThreadPoolExecutor(4) as people:
        events = set(people.map(click, range(8)))
    assert len(events) == 1
    assert buttons.press_once(organisation, page, press) in events
    assert buttons.press_once(organisation, other, press) not in events
    assert [event.kind for event in house.rows(Event)].count("button.pressed") == 2
    content(house)


def test_only_the_buttons_of_live_rules_on_a_kind_of_record_are_offered(house: House) -> None:
    button(house, "contact")
    assert buttons.offered(house.organisation_id, "contact") == ["mark"]
    assert buttons.offered(house.organisation_id, "invoice") == []
    publishing.switch_rule(house.organisation_id, house.only_rule_id("mark-contact"), False, "system")
    assert buttons.offered(house.organisation_id, "contact") == []
