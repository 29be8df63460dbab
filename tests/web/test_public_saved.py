"""Save and go on later: by a link, without a script, with the files that were kept; and what becomes of old links."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from forms.definition import parse
from licorne.adapters import clock
from licorne.models.database import current_session, transaction
from licorne.models.form import Submission
from licorne.models.guard import EVERY
from licorne.models.submission import SavedAnswers
from licorne.services import publishing, saved_answers, uploads
from tests.web.every_question import ANSWERS, FORM
from tests.web.office import Browser, Office, hidden_fields, words

ADDRESS = "/f/everything?lang=en"


@pytest.fixture
def asked(office: Office) -> Browser:
    """A visitor of a form with several pages."""
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "everything", FORM, "test")
    return office.browser()


def _rows(office: Office, kind: type) -> list[Any]:
    with office.app.app_context():
        return list(current_session().scalars(select(kind).execution_options(**{EVERY: "the test looks at all"})))


def _link(page: str) -> str:
    """The path of the link that the page shows."""
    found = re.search(r'id="link" type="url" value="https?://[^/"]+([^"]+)"', page)
    assert found, words(page)
    return found[1].replace("&amp;", "&")


def _save(browser: Browser, **values: str) -> str:
    answer = browser.post(ADDRESS, ADDRESS, _save="1", **values)
    assert answer.status_code == 303, words(answer.text)
    return _link(browser.get(answer.location).text)


def test_only_forms_with_pages_offer_it(asked: Browser) -> None:
    assert "Save and go on later" in words(asked.get(ADDRESS).text)
    assert "Save and go on later" not in words(asked.get("/f/project-request?lang=en").text)


def test_half_a_form_is_kept_as_it_was_typed_and_found_by_its_link(office: Office, asked: Browser) -> None:
    link = _save(asked, email="not yet an addr", **{"items.0.what": "Talk", "items.4.what": "Slides"})
    assert _rows(office, Submission) == []
    page = office.browser().get(link).text
    for value in ("not yet an addr", "Talk", "Slides"):
        assert f'value="{value}"' in page, value
    assert "Please check" not in words(page)
    sent = asked.client.post(ADDRESS, data=ANSWERS | hidden_fields(page))
    assert sent.status_code == 303
    assert len(_rows(office, Submission)) == 1


def test_a_link_is_dead_once_the_answers_are_sent(office: Office, asked: Browser) -> None:
    link = _save(asked, **ANSWERS)
    page = asked.get(link).text
    assert asked.client.post(ADDRESS, data=ANSWERS | hidden_fields(page)).status_code == 303
    gone = asked.get(link)
    assert gone.status_code == 410
    assert "no longer good" in words(gone.text)
    with office.app.app_context():
        assert saved_answers.tick() == 1
    assert _rows(office, SavedAnswers) == []


def test_one_page_has_one_link_however_often_it_is_saved(office: Office, asked: Browser) -> None:
    first = _save(asked, email="a@example.com")
    page = asked.get(first).text
    answer = asked.client.post(ADDRESS, data=hidden_fields(page) | {"email": "b@example.com", "_save": "1"})
    assert _link(asked.get(answer.location).text) == first
    assert 'value="b@example.com"' in asked.get(first).text
    assert len(_rows(office, SavedAnswers)) == 1


def test_the_secret_is_not_in_the_database(office: Office, asked: Browser) -> None:
    link = _save(asked, email="a@example.com")
    secret = link.partition("resume=")[2].partition("&")[0]
    (row,) = _rows(office, SavedAnswers)
    assert len(secret) > 20
    assert secret not in str({column.name: getattr(row, column.name) for column in row.__table__.columns})


def test_old_links_and_made_up_ones_say_so(office: Office, asked: Browser) -> None:
    link = _save(asked, email="a@example.com")
    with office.app.app_context(), transaction() as session:
        row = session.scalars(select(SavedAnswers).execution_options(**{EVERY: "the test looks at all"})).one()
        row.expires_at = clock.now() - timedelta(seconds=1)
    for address in (
        link,
        f"{ADDRESS}&resume=x",
        f"{ADDRESS}&resume={'a' * 500}",
        f"{ADDRESS}&resume=",
        f"{ADDRESS}&resume=%C3%A9",
    ):
        assert asked.get(address).status_code == 410, address
        assert asked.get(address.replace("/everything?", "/everything/saved?")).status_code == 410, address
    assert asked.get("/f/everything/saved").status_code == 410
    with office.app.app_context():
        assert saved_answers.tick() == 1


def test_answers_of_an_older_version_are_shown_in_the_new_one_with_a_word(office: Office, asked: Browser) -> None:
    link = _save(asked, email="a@example.com")
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "everything", FORM | {"title": {"en": "New"}}, "test")
    page = asked.get(link).text
    assert "This form has changed since you began" in words(page)
    assert 'value="a@example.com"' in page


def test_what_no_database_keeps_is_left_out(office: Office, asked: Browser) -> None:
    _save(asked, email="a\x00b", nothing="x", **{"items.0.what\x00": "y"})
    (row,) = _rows(office, SavedAnswers)
    assert row.typed["email"] == ["ab"]
    assert not [name for name in row.typed if name == "nothing" or "\x00" in name]


def test_a_page_that_is_not_ours_saves_nothing(office: Office, asked: Browser) -> None:
    answer = asked.post(ADDRESS, ADDRESS, _save="1", _token="made up")
    assert answer.status_code == 400
    assert _rows(office, SavedAnswers) == []


def test_so_many_are_kept_and_no_more(office: Office, asked: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_answers, "MOST", 1)
    _save(asked, email="a@example.com")
    answer = asked.post(ADDRESS, ADDRESS, _save="1", email="b@example.com")
    assert answer.status_code == 409
    assert 'value="b@example.com"' in answer.text
    assert len(_rows(office, SavedAnswers)) == 1


def test_files_wait_with_the_answers(office: Office, asked: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    with office.app.app_context():
        pages = [*FORM["fields"], {"id": "plan", "type": "file", "label": {"en": "Plan", "fr": "Plan"}}]
        publishing.publish_form(office.organisation_id, "everything", FORM | {"fields": pages}, "test")
    link = _save(asked, email="a@example.com")
    nonce = hidden_fields(asked.get(link).text)["_token"].partition(".")[0]
    with office.app.app_context():
        form_id = _rows(office, SavedAnswers)[0].form_id
        page = uploads.Page(office.organisation_id, form_id, nonce)
        question = parse(FORM | {"fields": pages}).by_id["plan"]
        (kept,) = uploads.keep(page, "plan", question, [uploads.Sent("a.pdf", b"%PDF-1.7 x")])  # type: ignore[arg-type]  # it is a File
        monkeypatch.setattr(uploads, "ORPHANED", timedelta(0))
        assert uploads.tick() == 0
    values = hidden_fields(asked.get(link).text) | {"plan": kept, "_save": "1"}
    assert asked.client.post(ADDRESS, data=values).status_code == 303
    assert "a.pdf" in words(asked.get(link).text)
