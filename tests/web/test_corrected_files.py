"""Files where staff correct or answer for a client, and where customers correct: added, taken out, refused, told in the history."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse, encode_multipart

from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.form import Form, Submission
from licorne.models.upload import FormUpload
from licorne.services import publishing
from tests.web.office import Browser, Office, hidden_fields, words
from tests.web.test_public_files import FORM, OTHER, PDF, _fresh, _plan, _posted, _rows

NAMED = FORM | {"after": {"days": 3, "edit": True}}


@pytest.fixture
def sent(office: Office) -> Submission:
    """A submission with one file."""
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "repair", NAMED, "test")
    assert _fresh(office.browser(), _plan()).status_code == 303
    (found,) = _rows(office, Submission)
    assert isinstance(found, Submission)
    return found


def _send(browser: Browser, url: str, page: str, *files: Any, **values: Any) -> TestResponse:
    hidden = {"email": "ada@example.com"} | hidden_fields(page) | values
    boundary, body = encode_multipart(_posted(hidden, files))
    return browser.client.post(url, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def _names(office: Office, submission: Submission) -> list[str]:
    (row,) = (one for one in _rows(office, Submission) if one.id == submission.id)
    names = {one.id: one.name for one in _rows(office, FormUpload)}
    return [names[one] for one in row.current["plan"]]


def test_staff_add_a_file_and_take_one_out_and_the_history_names_both(
    office: Office, member: Browser, sent: Submission
) -> None:
    url = f"/submissions/{sent.id}/edit"
    page = member.get(url).text
    assert 'enctype="multipart/form-data"' in page
    kept = re.search(r'name="plan" value="([^"]+)"', page)
    assert kept
    assert _send(member, url, page, _plan("new.pdf", OTHER)).status_code == 302
    assert _names(office, sent) == ["plan.pdf", "new.pdf"]
    assert (
        _send(member, url, member.get(url).text, plan=[kept[1], _ids(member, url)[1]], _drop=kept[1]).status_code == 302
    )
    assert _names(office, sent) == ["new.pdf"]
    shown = words(member.get(f"/submissions/{sent.id}").text)
    assert "plan.pdf, new.pdf new.pdf" in shown
    assert "taken out by a correction" in shown
    assert member.get(f"/submissions/{sent.id}/files/{kept[1]}").data == PDF
    assert {one.submission_id for one in _rows(office, FormUpload)} == {sent.id}


def _ids(browser: Browser, url: str) -> list[str]:
    return re.findall(r'name="plan" value="([^"]+)"', browser.get(url).text)


def test_what_is_no_acceptable_file_is_said_beside_its_question_and_nothing_is_changed(
    office: Office, member: Browser, sent: Submission
) -> None:
    url = f"/submissions/{sent.id}/edit"
    for file in (_plan("x.pdf", b"MZ\x90 a program"), _plan("big.pdf", PDF + b" " * 6000), _plan("empty.pdf", b"")):
        refused = _send(member, url, member.get(url).text, file)
        assert refused.status_code == 422
        assert 'id="field-plan-error"' in refused.text
    assert _names(office, sent) == ["plan.pdf"]


def test_large_files_of_staff_pass_and_those_of_strangers_do_not(
    office: Office, member: Browser, sent: Submission
) -> None:
    large: dict[str, Any] = NAMED | {
        "fields": [one | ({"max_bytes": 4_000_000} if one["id"] == "plan" else {}) for one in FORM["fields"]]
    }
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "repair", large, "test")
    browser, content = office.browser(), PDF + b" " * 2_000_000
    assert _fresh(browser, _plan("other.pdf", OTHER)).status_code == 303
    newest = max(one.id for one in _rows(office, Submission))
    url = f"/submissions/{newest}/edit"
    page = member.get(url).text
    assert _send(browser, url, page, _plan("large.pdf", content)).status_code == 413
    assert _send(office.signed_in("viewer"), url, page, _plan("large.pdf", content)).status_code == 413
    assert _send(member, url, page, _plan("large.pdf", content)).status_code == 302


def test_staff_answer_for_a_client_with_files(office: Office, member: Browser, sent: Submission) -> None:
    with office.app.app_context():
        mine = office.organisation_id
        contact = current_session().scalar(select(Contact.id).where(Contact.organisation_id == mine))
        form = current_session().scalar(select(Form.id).where(Form.organisation_id == mine, Form.slug == "repair"))
    url = f"/contacts/{contact}/fill/{form}"
    page = member.get(url).text
    wrong = _send(member, url, page, _plan("staff.pdf", OTHER), email="nonsense")
    assert wrong.status_code == 422
    assert "staff.pdf" in words(wrong.text)
    done = _send(member, url, wrong.text)
    assert done.status_code == 302
    assert "staff.pdf" in words(member.get(done.location).text)
    again = _send(member, url, wrong.text, email="other@example.com")
    assert again.status_code == 409
    assert "staff.pdf" in words(again.text), "its files go along to the fresh page"
    assert _send(member, url, again.text, email="other@example.com").status_code == 302


def test_a_file_of_another_page_is_unknown_in_a_correction(office: Office, member: Browser, sent: Submission) -> None:
    assert _fresh(office.browser(), _plan("other.pdf", OTHER)).status_code == 303
    theirs = next(one.id for one in _rows(office, FormUpload) if one.name == "other.pdf")
    url = f"/submissions/{sent.id}/edit"
    assert _send(member, url, member.get(url).text, plan=theirs).status_code == 422
    assert _names(office, sent) == ["plan.pdf"]


def test_customers_exchange_a_file_by_their_link_and_must_keep_one(office: Office, sent: Submission) -> None:
    browser = office.browser()
    thanks = browser.get(_fresh(browser, _plan("first.pdf", OTHER + b"2")).location).text
    found = re.search(r'href="https?://[^/]+(/f/[^"]+/mine/[^"]+)"', thanks)
    assert found
    mine = max(_rows(office, Submission), key=lambda one: str(one.id))
    url = found[1].replace("?", "/edit?").replace("&amp;", "&")
    page = browser.get(url).text
    (kept,) = _ids(browser, url)
    assert _send(browser, url, page, _drop=kept).status_code == 422
    assert _send(browser, url, page, _plan("second.pdf", PDF + b"3"), _drop=kept).status_code == 303
    assert _names(office, mine) == ["second.pdf"]
    huge = browser.client.post(url, data=b"x" * 90_000_000, content_type="multipart/form-data; boundary=x")
    assert huge.status_code == 413
    assert "These files are too large" in words(huge.text)
