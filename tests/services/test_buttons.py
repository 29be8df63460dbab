from typing import Any

import pytest

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
