"""The kill switch and the buttons of rules, without a script."""

from typing import Any

import pytest
from sqlalchemy import func, select

from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.event import Event
from licorne.models.rule import Rule
from licorne.services import publishing
from tests.web.office import Browser, Office, hidden_fields, words


@pytest.fixture
def rule_id(office: Office) -> str:
    """The demo's rule."""
    with office.app.app_context():
        return str(current_session().scalar(select(Rule.id).where(Rule.organisation_id == office.organisation_id)))


def test_stopping_all_rules_is_asked_for_in_words_and_told_on_every_page_of_rules(
    office: Office, member: Browser, rule_id: str
) -> None:
    assert "1 rule stops answering at once." in words(member.get("/rules/stop").text)
    assert member.post("/rules/stop", "/rules/stop").location == "/rules/stop"
    office.browser().submit()
    office.work()
    page = words(member.get("/rules/stop").text)
    assert "1 rule answers nothing." in page
    for address in ("/rules", f"/rules/{rule_id}", f"/rules/{rule_id}/edit"):
        assert "All rules are stopped: none answers" in words(member.get(address).text), address
    assert "All rules are stopped: none answers" not in words(member.get("/contacts").text)
    assert "On hold" in words(member.get(f"/rules/{rule_id}").text)
    member.post("/rules/release", "/rules/stop")
    assert "All rules are stopped" not in words(member.get("/rules").text)
    assert "Toutes les règles" not in member.get("/rules?lang=fr").text


def test_a_rule_is_switched_off_and_on_again(office: Office, member: Browser, rule_id: str) -> None:
    address = f"/rules/{rule_id}/switch"
    assert "The rule stops answering at once." in words(member.get(address).text)
    member.post(address, address)
    office.browser().submit()
    assert "Version 1, the newest that was published, answers from now on." in words(member.get(address).text)
    with office.app.app_context():
        live = current_session().scalar(
            select(Rule.live_version_id).where(Rule.organisation_id == office.organisation_id)
        )
    assert live is None
    member.post(address, address)
    assert "Live" in words(member.get(f"/rules/{rule_id}").text)


def test_viewers_switch_nothing_and_press_nothing(office: Office, rule_id: str) -> None:
    viewer = office.signed_in("viewer")
    for address in ("/rules/stop", "/rules/release", f"/rules/{rule_id}/switch"):
        assert viewer.post(address, "/account").status_code == 403, address
    assert "/rules/stop" not in viewer.get("/rules").text


def test_a_button_stands_on_its_records_and_a_page_presses_it_once(office: Office, member: Browser) -> None:
    office.browser().submit()
    office.work()
    steps: list[Any] = [{"id": "t", "action": "tag_contact", "settings": {"tag": "vip"}}]
    trigger = {"kind": "button.pressed", "settings": {"button": "Make VIP", "record": "contact"}}
    with office.app.app_context():
        rule: Any = {"schema": 1, "name": {"en": "Vip"}, "trigger": trigger, "steps": steps}
        publishing.publish_rule(office.organisation_id, "vip", rule, "system")
        contact = current_session().scalar(select(Contact.id).where(Contact.organisation_id == office.organisation_id))
    page, address = f"/contacts/{contact}", f"/buttons/contact/{contact}/press"
    values = hidden_fields(member.get(page).text) | {"button": "Make VIP"}
    answers = [member.client.post(address, data=values) for _ in range(2)]
    assert [answer.location for answer in answers] == [page, page]
    assert "Make VIP" not in office.signed_in("viewer").get(page).text
    with office.app.app_context():
        pressed = (Event.organisation_id == office.organisation_id, Event.kind == "button.pressed")
        assert current_session().scalar(select(func.count()).select_from(Event).where(*pressed)) == 1
    office.work()
    assert "vip" in words(member.get(page).text)
    assert member.client.post(address, data=values | {"token": "nonsense"}).status_code == 400
    assert member.client.post(f"/buttons/planet/{contact}/press", data=values).status_code == 400
