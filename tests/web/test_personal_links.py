"""A link that opens a form with what is known of one contact filled in."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from licorne.adapters import clock
from licorne.models.audit import AuditEntry
from licorne.models.contact import Contact
from licorne.models.database import current_session, transaction
from licorne.models.form import Form, Submission
from licorne.services import personal_links
from tests.web.office import ANSWERS, FORM, Browser, Office, hidden_fields, words

KNOWN = 'value="ada@example.com"'
OVER = "This personal link is no longer good."


def _ids(office: Office, model: type[Contact] | type[Form] | type[Submission]) -> list[str]:
    with office.app.app_context():
        return list(current_session().scalars(select(model.id).where(model.organisation_id == office.organisation_id)))


def _link(office: Office, role: str = "member") -> str:
    """Made by staff on the contact's page: path and arguments of the link."""
    office.browser().submit()
    (contact,), (form,) = _ids(office, Contact), _ids(office, Form)
    browser, choose = office.signed_in(role), f"/contacts/{contact}/fill"
    page = browser.post(f"{choose}/{form}/link", choose)
    assert page.status_code == 200
    url = urlsplit(page.text.partition('id="personal-link" value="')[2].partition('"')[0].replace("&amp;", "&"))
    return f"{url.path}?{url.query}"


def _change(office: Office, **columns: object) -> None:
    with office.app.app_context(), transaction() as session:
        contact = session.scalars(select(Contact).where(Contact.organisation_id == office.organisation_id)).one()
        for name, value in columns.items():
            setattr(contact, name, value)


def test_it_fills_in_what_is_known_says_so_and_the_answers_find_the_same_contact(
    office: Office, nobody: Browser
) -> None:
    link = _link(office)
    page = nobody.get(link).text
    assert KNOWN in page
    assert "Ada Martin" in page
    assert "Please check it before you send." in words(page)
    assert KNOWN not in nobody.get(FORM).text
    answer = nobody.client.post(FORM, data=hidden_fields(page) | ANSWERS)
    assert answer.status_code == 303
    assert len(_ids(office, Submission)) == 2
    assert len(_ids(office, Contact)) == 1
    with office.app.app_context():
        made = select(AuditEntry.detail).where(
            AuditEntry.organisation_id == office.organisation_id, AuditEntry.action == "contact.form_link_made"
        )
        assert current_session().scalars(made).one() == {"form": "project-request"}


def test_it_stays_personal_in_the_other_language_and_shows_what_is_known_now(office: Office, nobody: Browser) -> None:
    link = _link(office)
    _change(office, name="Ada King")
    french = nobody.get(link.replace("lang=en", "lang=fr")).text
    assert "Ada King" in french
    assert "Vérifiez" in words(french)


def test_a_value_in_the_address_goes_before_what_is_known(office: Office, nobody: Browser) -> None:
    page = nobody.get(_link(office) + "&name=Somebody").text
    assert 'value="Somebody"' in page
    assert KNOWN in page


def test_after_thirty_days_it_shows_the_empty_form_and_says_why(
    office: Office, nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, now = _link(office), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + personal_links.LASTS - timedelta(seconds=5))
    assert KNOWN in nobody.get(link).text
    monkeypatch.setattr(clock, "now", lambda: now + personal_links.LASTS + timedelta(seconds=5))
    page = nobody.get(link)
    assert page.status_code == 200
    assert KNOWN not in page.text
    assert OVER in words(page.text)


def test_it_ends_when_the_address_to_which_it_went_is_another_one(office: Office, nobody: Browser) -> None:
    link = _link(office)
    _change(office, email="new@example.com")
    page = nobody.get(link).text
    assert "new@example.com" not in page
    assert OVER in words(page)


@pytest.mark.parametrize("how", ["another contact", "later", "cut", "no text", "of nothing"])
def test_a_link_that_was_changed_shows_nothing(office: Office, nobody: Browser, how: str) -> None:
    head, _, token = _link(office).partition("_for=")
    contact, until, signature = token.split(".")
    changed = {
        "another contact": f"{contact[:-1]}{'0' if contact[-1] != '0' else '1'}.{until}.{signature}",
        "later": f"{contact}.{int(until) + 1}.{signature}",
        "cut": token[:-3],
        "no text": "%C3%A9.1.x",
        "of nothing": "..",
    }
    page = nobody.get(f"{head}_for={changed[how]}")
    assert page.status_code == 200
    assert KNOWN not in page.text
    assert OVER in words(page.text)


def test_only_who_works_here_makes_one(office: Office) -> None:
    office.browser().submit()
    (contact,), (form,) = _ids(office, Contact), _ids(office, Form)
    for role, status in (("viewer", 403), ("stranger", 404)):
        browser = office.signed_in(role)
        assert browser.post(f"/contacts/{contact}/fill/{form}/link", "/contacts").status_code == status
