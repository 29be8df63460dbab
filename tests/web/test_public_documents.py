"""Who has sent a form waits for the document that the rules make of it, and downloads it; nobody else does."""

import re
from datetime import timedelta
from typing import Any

import pytest

from forms.definition import parse
from licorne.adapters import clock
from licorne.errors import Refused
from licorne.models.form import Submission
from licorne.services import publishing, submission_care
from tests.web.office import Browser, Office, words
from tests.web.test_customer_answers import _publish, _rows


def _download(page: str) -> str:
    found = re.search(r'href="(/f/project-request/thanks/[^"]+)" download', page)
    assert found, words(page)
    return found[1].replace("&amp;", "&")


@pytest.fixture
def thanks(office: Office, nobody: Browser) -> str:
    """The page after sending a form whose rule issues an invoice."""
    _publish(office, thanks={"document": True})
    return nobody.submit().location


def test_the_page_waits_for_the_document_and_then_offers_it(office: Office, nobody: Browser, thanks: str) -> None:
    waiting = nobody.get(thanks)
    assert "Your document is being prepared" in words(waiting.text)
    assert waiting.headers["Refresh"] == "4"
    office.work()
    there = nobody.get(thanks)
    assert "Refresh" not in there.headers
    assert "being prepared" not in words(there.text)
    file = nobody.get(_download(there.text))
    assert file.status_code == 200
    assert file.data.startswith(b"%PDF")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["Cache-Control"] == "private, no-store"


def test_the_page_stops_looking_by_itself_after_a_while(
    nobody: Browser, thanks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=4))
    page = nobody.get(thanks)
    assert "Refresh" not in page.headers
    assert "Look again" in words(page.text)


def test_without_the_receipt_or_after_an_hour_nothing_is_served(
    office: Office, nobody: Browser, thanks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.work()
    file = _download(nobody.get(thanks).text)
    address, _, receipt = file.partition("receipt=")
    for wrong in (address, f"{address}receipt=x", f"{address}receipt={receipt[:-2]}aa", f"{address}receipt=%C3%A9"):
        assert nobody.get(wrong).status_code == 404, wrong
    assert "Download" not in words(nobody.get(thanks.partition("receipt=")[0]).text)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=61))
    assert nobody.get(file).status_code == 404
    assert "Download" not in words(nobody.get(thanks).text)


def test_one_customer_never_gets_the_document_of_another(office: Office, nobody: Browser, thanks: str) -> None:
    other = nobody.submit(name="Eve", email="eve@example.com").location
    office.work()
    mine, hers = (_download(nobody.get(page).text) for page in (thanks, other))
    crossed = f"{hers.partition('?')[0]}?{mine.partition('?')[2]}"
    assert nobody.get(hers).status_code == 200
    assert nobody.get(crossed).status_code == 404


def test_what_was_withdrawn_offers_nothing_more(office: Office, nobody: Browser, thanks: str) -> None:
    office.work()
    file = _download(nobody.get(thanks).text)
    (submission,) = _rows(office, Submission)
    with office.app.app_context():
        submission_care.withdraw(office.organisation_id, [submission.id], "test")
    assert nobody.get(file).status_code == 404
    assert "Download" not in words(nobody.get(thanks).text)


def test_a_form_without_it_says_nothing_of_documents(office: Office, nobody: Browser) -> None:
    page = nobody.submit().location
    assert "receipt" not in page
    assert "document" not in words(nobody.get(page).text)


def test_a_form_cannot_send_on_and_have_its_customers_wait(office: Office) -> None:
    with office.app.app_context():
        document: Any = publishing.export_form(office.organisation_id, "project-request")
    with pytest.raises(Refused) as caught:
        parse(document | {"thanks": {"document": True, "redirect": "https://example.com/"}})
    assert [(one.code, one.place) for one in caught.value.problems] == [("thanks_two_ways", "thanks.document")]
