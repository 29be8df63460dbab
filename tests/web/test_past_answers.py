"""Who answers a second time is told so, and keeps what was typed."""

from sqlalchemy import func, select

from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.services import publishing
from licorne.web import plain_forms
from tests.web.office import ANSWERS, FORM, Office, hidden_fields

_MESSAGE = "You have asked us already."


def _ask(office: Office) -> None:
    entry = {
        "id": "again",
        "when": {"left": {"fact": "answers.email"}, "operator": "exists_in_past"},
        "then": [{"do": "stop", "message": {"en": _MESSAGE, "fr": "Vous nous avez déjà écrit."}}],
    }
    with office.app.app_context():
        document = publishing.export_form(office.organisation_id, "project-request")
        publishing.publish_form(office.organisation_id, "project-request", {**document, "logic": [entry]}, "test")


def _number(office: Office) -> int:
    with office.app.app_context():
        counted = (
            select(func.count()).select_from(Submission).where(Submission.organisation_id == office.organisation_id)
        )
        return current_session().scalar(counted) or 0


def test_a_second_post_with_the_same_address_is_stopped_with_the_message_and_keeps_its_answers(office: Office) -> None:
    _ask(office)
    assert office.browser().submit(name="Ada").status_code == 303
    again = office.browser().submit(email="ADA@example.com", name="Somebody Else")
    assert again.status_code == 422
    assert _MESSAGE in again.text
    assert 'value="Somebody Else"' in again.text
    assert office.browser().submit(email="bob@example.com").status_code == 303
    assert _number(office) == 2


def test_the_same_page_sent_twice_is_not_stopped_by_itself(office: Office) -> None:
    _ask(office)
    browser = office.browser()
    page = hidden_fields(browser.get(FORM).text) | ANSWERS
    assert [browser.client.post(FORM, data=page).status_code for _ in range(2)] == [303, 303]


def test_a_page_that_is_only_opened_tells_nobody_who_has_answered(office: Office) -> None:
    _ask(office)
    office.browser().submit()
    assert _MESSAGE not in office.browser().get(f"{FORM}?email=ada@example.com").text.partition("<script")[0]


def test_asking_for_many_addresses_from_one_network_ends(office: Office) -> None:
    _ask(office)
    office.browser().submit()
    codes = [office.browser().submit().status_code for _ in range(31)]
    assert codes == [*[422] * 29, 429, 429]


def test_the_front_door_leaves_such_a_form_to_the_app(office: Office) -> None:
    asked = plain_forms.address("/f/project-request", "lang=en", "localhost")
    assert asked is not None
    bodies = []
    for _ in range(2):
        page = hidden_fields(office.browser().get(FORM).text) | ANSWERS
        body = "&".join(
            f"{name}={value.replace('@', '%40').replace(' ', '+')}" for name, value in page.items()
        ).encode()
        with office.app.app_context():
            bodies.append(plain_forms.read(office.app, asked, body) is not None)
        _ask(office)
    assert bodies == [True, False]
