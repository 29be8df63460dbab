"""The link back to saved answers, by mail: one mail a wish, no relay for strangers' words, its secret in the mail alone."""

import json
import re

import pytest
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.event import Event
from licorne.models.guard import EVERY
from licorne.models.work import Message
from licorne.services import publishing
from tests.web.every_question import FORM
from tests.web.office import Browser, Office, hidden_fields, words

ADDRESS = "/f/everything?lang=en"
TO = "ada@example.com"


@pytest.fixture
def asked(office: Office) -> Browser:
    """A visitor of a form with several pages."""
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "everything", FORM, "test")
    return office.browser()


def _saved(browser: Browser, **values: str) -> str:
    """The address of the page that shows the link."""
    answer = browser.post(ADDRESS, ADDRESS, _save="1", email="not yet", **values)
    assert answer.status_code == 303
    return str(answer.location)


def _mails(office: Office) -> list[Effect]:
    with office.app.app_context():
        found = select(Effect).where(Effect.step == "saved-answers")
        return list(current_session().scalars(found.execution_options(**{EVERY: "the test looks at all"})))


def _secret(address: str) -> str:
    found = re.search(r"resume=([\w-]+)", address)
    assert found
    return found[1]


def test_the_link_is_mailed_and_leads_back(office: Office, asked: Browser) -> None:
    page = _saved(asked, site="https://example.org")
    done = asked.post(page, page, to=f" {TO.upper()} ")
    assert done.status_code == 303
    assert "The mail with your link is on its way." in words(asked.get(done.location).text)
    (mail,) = _mails(office)
    assert (mail.settings["to"], mail.state) == (TO, "pending")
    assert _secret(page) not in json.dumps(mail.settings)
    office.work()
    (mail,) = _mails(office)
    assert mail.state == "done"
    sent = [
        file.read_bytes()
        for file in (office.app.extensions["licorne"].settings.data / "mail").rglob("*")
        if file.is_file()
    ]
    assert any(
        _secret(page).encode() in content.replace(b"=\r\n", b"").replace(b"=\n", b"").replace(b"=3D", b"=")
        for content in sent
    )
    with office.app.app_context():
        everything = {EVERY: "the test looks at all"}
        (kept,) = current_session().scalars(select(Message).execution_options(**everything))
        facts = list(current_session().scalars(select(Event.facts).execution_options(**everything)))
    assert (kept.recipient, kept.contact_id, "resume=" in kept.html + kept.text) == (TO, None, False)
    assert _secret(page) not in json.dumps([facts, mail.settings])


def test_two_clicks_are_one_mail_and_another_page_another(office: Office, asked: Browser) -> None:
    page = _saved(asked)
    fields = hidden_fields(asked.get(page).text)
    assert [asked.client.post(page, data=fields | {"to": TO}).status_code for _ in range(3)] == [303] * 3
    assert len(_mails(office)) == 1
    assert asked.post(page, page, to=TO).status_code == 303
    refused = asked.post(page, page, to=TO)
    assert (refused.status_code, "Enough mails went out." in words(refused.text)) == (429, True)
    assert len(_mails(office)) == 2


def test_one_network_and_one_page_send_so_many_and_no_more(office: Office, asked: Browser) -> None:
    page = _saved(asked)
    codes = [asked.post(page, page, to=f"{number}@example.com").status_code for number in range(7)]
    assert codes == [303] * 5 + [429] * 2
    assert len(_mails(office)) == 5


@pytest.mark.parametrize(
    "to",
    [
        "",
        "no",
        "a@b",
        "a@example.com, b@example.com",
        "a@example.com\r\nBcc: b@example.com",
        "a\0@example.com",
        "x" * 9_000,
    ],
)
def test_what_is_no_address_gets_no_mail(office: Office, asked: Browser, to: str) -> None:
    page = _saved(asked)
    refused = asked.post(page, page, to=to)
    assert (refused.status_code, "Write one e-mail address" in words(refused.text)) == (422, True)
    assert _mails(office) == []


def test_only_who_has_the_link_and_the_page_can_ask(office: Office, asked: Browser) -> None:
    page = _saved(asked)
    fields = hidden_fields(asked.get(page).text)
    wrong = page.replace(_secret(page), "AAAA")
    assert asked.client.post(wrong, data=fields | {"to": TO}).status_code == 410
    assert asked.client.post("/f/everything/saved", data=fields | {"to": TO}).status_code == 410
    assert asked.client.post(page, data={"to": TO}).status_code == 400
    assert asked.client.post(page, data={"_token": f"{fields['_token']}x", "to": TO}).status_code == 400
    assert _mails(office) == []


def test_the_mail_is_in_the_language_of_the_page(office: Office, asked: Browser) -> None:
    page = _saved(asked).replace("lang=en", "lang=fr")
    asked.post(page, page, to=TO)
    office.work()
    with office.app.app_context():
        (kept,) = current_session().scalars(select(Message).execution_options(**{EVERY: "the test looks at all"}))
    assert kept.subject.startswith("Vos réponses pour")
