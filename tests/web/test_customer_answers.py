"""Customers come back to what they sent by a link of their own: they look, correct and withdraw; nobody else does."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from sqlalchemy import select

from licorne.adapters import clock
from licorne.models.audit import AuditEntry
from licorne.models.database import current_session, transaction
from licorne.models.event import Event
from licorne.models.form import Form, Submission
from licorne.models.guard import EVERY
from licorne.models.submission import SubmissionEdit, SubmissionLink
from licorne.models.work import Message
from licorne.services import customer_links, publishing, submission_care
from tests.web.office import ANSWERS, FORM, Browser, Office, hidden_fields, words

AFTER = {"days": 14, "edit": True, "withdraw": True}


def _publish(office: Office, **settings: Any) -> None:
    with office.app.app_context():
        document = publishing.export_form(office.organisation_id, "project-request")
        publishing.publish_form(office.organisation_id, "project-request", document | settings, "test")


def _rows(office: Office, kind: type) -> list[Any]:
    with office.app.app_context():
        return list(current_session().scalars(select(kind).execution_options(**{EVERY: "the test looks at all"})))


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3].replace("&amp;", "&")


def _link(browser: Browser, **values: str) -> str:
    """Sends the form; the link that the page afterwards shows."""
    thanks = browser.get(browser.submit(**values).location)
    found = re.search(r'href="(https?://[^"]+/mine/[^"]+)"', thanks.text)
    assert found, words(thanks.text)
    return _path(found[1])


def _page(link: str, name: str) -> str:
    address, _, query = link.partition("?")
    return f"{address}/{name}?{query}"


@pytest.fixture
def link(office: Office, nobody: Browser) -> str:
    """The link of somebody who has just sent the form, which allows everything."""
    _publish(office, after=AFTER)
    return _link(nobody)


def test_only_who_has_sent_a_form_that_allows_it_is_shown_the_link(office: Office, nobody: Browser) -> None:
    assert "receipt" not in nobody.submit().location
    _publish(office, after=AFTER)
    thanks = nobody.submit(name="Second").location
    assert "/mine/" in nobody.get(thanks).text
    without = thanks.partition("receipt=")[0]
    for other in (
        without,
        f"{without}receipt=x",
        thanks[:-2] + ("aa" if thanks[-2:] != "aa" else "bb"),
        f"{without}receipt=%C3%A9",
    ):
        assert "/mine/" not in nobody.get(other).text, other


def test_the_page_after_sending_forgets_who_sent_after_an_hour(
    office: Office, nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(office, after=AFTER)
    thanks, now = nobody.submit().location, clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=59))
    assert "/mine/" in nobody.get(thanks).text
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=61))
    assert "/mine/" not in nobody.get(thanks).text


def test_the_answers_are_shown_and_the_key_is_nowhere_in_the_database(
    office: Office, link: str, nobody: Browser
) -> None:
    page = nobody.get(link)
    assert page.status_code == 200
    assert "Ada Martin" in words(page.text)
    assert page.headers["Cache-Control"] == "private, no-store"
    key = link.partition("key=")[2]
    assert len(key) > 20
    for kind in (Event, SubmissionLink, Submission):
        for row in _rows(office, kind):
            assert key not in str({column.name: getattr(row, column.name) for column in row.__table__.columns})
    (event,) = (one for one in _rows(office, Event) if one.kind == "submission.received")
    assert event.facts["submission"]["edit_url"].endswith(link.partition("?")[0])


def test_a_correction_is_kept_beside_what_was_sent_and_told_as_the_customers(
    office: Office, link: str, nobody: Browser
) -> None:
    page = _page(link, "edit")
    form = nobody.get(page)
    assert 'value="Ada Martin"' in form.text
    assert "An invoice or a quote that was made already stays as it is" in words(form.text)
    refused = nobody.post(page, page, **(ANSWERS | {"email": "nonsense", "name": "New"}))
    assert refused.status_code == 422
    assert 'value="New"' in refused.text
    saved = nobody.post(page, page, **(ANSWERS | {"name": "Ada Lovelace"}))
    assert saved.status_code == 303
    shown = words(nobody.get(saved.location).text)
    assert "Your correction is kept." in shown
    assert "Ada Lovelace" in shown
    (submission,) = _rows(office, Submission)
    assert submission.answers["name"] == "Ada Martin"
    (edit,) = _rows(office, SubmissionEdit)
    assert edit.actor == f"contact:{submission.contact_id}"
    told = next(event for event in _rows(office, Event) if event.kind == "submission.edited")
    assert (told.facts["by"], told.facts["changed"]) == ("customer", ["name"])
    assert "the customer ·" in words(office.signed_in("viewer").get(f"/submissions/{submission.id}").text)


def test_of_two_browsers_the_second_is_refused_and_shown_what_holds_now(office: Office, link: str) -> None:
    page = _page(link, "edit")
    first, second = office.browser(), office.browser()
    opened = hidden_fields(second.get(page).text)
    assert first.post(page, page, **(ANSWERS | {"name": "First"})).status_code == 303
    late = second.client.post(page, data=ANSWERS | opened | {"name": "Second"})
    assert late.status_code == 409
    assert 'value="First"' in late.text
    assert "corrected meanwhile" in words(late.text)
    again = second.client.post(page, data=ANSWERS | hidden_fields(late.text) | {"name": "Second"})
    assert again.status_code == 303
    assert len(_rows(office, SubmissionEdit)) == 2


def test_a_double_click_corrects_once(office: Office, link: str, nobody: Browser) -> None:
    page = _page(link, "edit")
    data = ANSWERS | hidden_fields(nobody.get(page).text) | {"name": "Once"}
    assert [nobody.client.post(page, data=data).status_code for _ in range(2)] == [303, 303]
    assert len(_rows(office, SubmissionEdit)) == 1


def test_looking_never_withdraws_and_sending_the_question_does(office: Office, link: str, nobody: Browser) -> None:
    page = _page(link, "withdraw")
    asked = nobody.get(page)
    assert "Withdraw what you sent?" in words(asked.text)
    assert nobody.client.head(page).status_code == 200
    assert _rows(office, Submission)[0].withdrawn_at is None
    assert nobody.client.post(page).status_code == 303
    assert _rows(office, Submission)[0].withdrawn_at is not None
    told = next(event for event in _rows(office, Event) if event.kind == "submission.withdrawn")
    assert told.facts["by"] == "customer"
    for address in (link, page, _page(link, "edit")):
        gone = nobody.get(address)
        assert gone.status_code == 410
        assert "These answers were withdrawn" in words(gone.text)
    assert nobody.client.post(page).status_code == 410
    assert len([event for event in _rows(office, Event) if event.kind == "submission.withdrawn"]) == 1


def test_a_form_that_allows_looking_allows_nothing_else(office: Office, nobody: Browser) -> None:
    _publish(office, after={"days": 3})
    link = _link(nobody)
    page = nobody.get(link)
    assert "/edit" not in page.text
    assert "/withdraw" not in page.text
    for name in ("edit", "withdraw"):
        assert nobody.get(_page(link, name)).status_code == 404
        assert nobody.client.post(_page(link, name), data=ANSWERS).status_code == 404
    assert _rows(office, Submission)[0].withdrawn_at is None


def test_another_submissions_key_and_made_up_ones_open_nothing(office: Office, link: str, nobody: Browser) -> None:
    other = _link(nobody, name="Eve", email="eve@example.com")
    stolen = f"{link.partition('?')[0]}?{other.partition('?')[2]}"
    address = link.partition("?")[0]
    for wrong in (
        stolen,
        address,
        f"{address}?key=",
        f"{address}?key=%C3%A9",
        f"{address}?key={'a' * 5000}",
        link.replace("/mine/", "/mine/0"),
    ):
        assert nobody.get(wrong).status_code == 404, wrong
    for name in ("edit", "withdraw"):
        assert nobody.client.post(_page(stolen, name), data=ANSWERS).status_code == 404
    assert nobody.get(f"{address}?key=%00").status_code == 400
    page = _page(link, "edit")
    nul = nobody.client.post(page, data=hidden_fields(nobody.get(page).text) | ANSWERS | {"name": "a\0b"})
    assert nul.status_code == 422


def test_a_link_of_another_form_or_organisation_opens_nothing(office: Office, link: str, nobody: Browser) -> None:
    with office.app.app_context():
        document = publishing.export_form(office.organisation_id, "project-request")
        publishing.publish_form(office.organisation_id, "twin", document, "test")
    assert nobody.get(link.replace(FORM, "/f/twin")).status_code == 404
    stranger = office.signed_in("stranger")
    (submission,) = _rows(office, Submission)
    for deed in ("revoke", "renew"):
        assert stranger.post(f"/submissions/{submission.id}/link/{deed}", "/account").status_code == 404
        assert (
            office.signed_in("viewer").post(f"/submissions/{submission.id}/link/{deed}", "/account").status_code == 403
        )
    assert nobody.get(link).status_code == 200


def test_an_old_link_says_that_its_time_is_over(
    office: Office, link: str, nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=13))
    assert nobody.get(link).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=14, seconds=1))
    for address in (link, _page(link, "edit"), _page(link, "withdraw")):
        assert "its time is over" in words(nobody.get(address).text)
    assert nobody.client.post(_page(link, "edit"), data=ANSWERS | {"name": "Late"}).status_code == 410
    assert nobody.client.post(_page(link, "withdraw")).status_code == 410
    assert _rows(office, SubmissionEdit) == []


def test_what_is_in_the_bin_or_spam_leads_nowhere(office: Office, link: str, nobody: Browser) -> None:
    (submission,) = _rows(office, Submission)
    with office.app.app_context():
        submission_care.mark_as_spam(office.organisation_id, [submission.id], "test")
        assert nobody.get(link).status_code == 410
        submission_care.unmark_spam(office.organisation_id, [submission.id], "test")
        assert nobody.get(link).status_code == 200
        submission_care.delete(office.organisation_id, [submission.id], "test")
    assert "no longer here" in words(nobody.get(link).text)
    assert nobody.client.post(_page(link, "withdraw")).status_code == 410


def test_a_form_that_has_closed_shows_what_was_sent_and_changes_nothing(
    office: Office, link: str, nobody: Browser
) -> None:
    _publish(office, after=AFTER, limits={"closes_at": "2020-01-01T00:00Z"})
    page = nobody.get(link)
    assert page.status_code == 200
    assert "This form is closed" in words(page.text)
    assert "/edit" not in page.text
    assert nobody.get(_page(link, "edit")).status_code == 410
    assert nobody.client.post(_page(link, "edit"), data=ANSWERS | {"name": "New", "_seen": ""}).status_code == 410
    assert nobody.client.post(_page(link, "withdraw")).status_code == 410
    assert _rows(office, SubmissionEdit) == []


def test_an_older_version_is_corrected_by_its_own_questions_and_keeps_its_promise(
    office: Office, link: str, nobody: Browser
) -> None:
    with office.app.app_context():
        document: Any = publishing.export_form(office.organisation_id, "project-request")
        fields = [one | {"label": {"en": "New words"}} if one["id"] == "name" else one for one in document["fields"]]
        without = {name: value for name, value in document.items() if name != "after"}
        publishing.publish_form(office.organisation_id, "project-request", without | {"fields": fields}, "test")
    page = nobody.get(_page(link, "edit"))
    assert page.status_code == 200
    assert "New words" not in page.text


def test_staff_see_when_the_link_was_opened_take_it_back_and_make_another(
    office: Office, link: str, nobody: Browser, member: Browser
) -> None:
    (submission,) = _rows(office, Submission)
    page = f"/submissions/{submission.id}"
    assert "Opened never" in words(member.get(page).text)
    nobody.get(link)
    nobody.get(link)
    assert "Opened 1 time" in words(member.get(page).text)
    for _click in range(2):  # the second one changes nothing, and is no entry of its own
        assert member.post(f"{page}/link/revoke", page).status_code == 302
    gone = nobody.get(link)
    assert gone.status_code == 410
    assert "This link was taken back" in words(gone.text)
    assert nobody.client.post(_page(link, "edit"), data=ANSWERS | {"name": "New", "_seen": ""}).status_code == 410
    assert "taken back on" in words(member.get(page).text)
    renewed = member.post(f"{page}/link/renew", page)
    found = re.search(r'id="link" type="url" value="([^"]+)"', renewed.text)
    assert found
    assert nobody.get(_path(found[1])).status_code == 200
    assert nobody.get(link).status_code == 404
    actions = [entry.action for entry in _rows(office, AuditEntry) if "link" in entry.action]
    assert actions == ["submission.link_revoked", "submission.link_made"]


def test_a_mail_that_is_written_after_the_link_was_taken_back_opens_nothing(
    office: Office, link: str, nobody: Browser
) -> None:
    (submission,) = _rows(office, Submission)
    with office.app.app_context():
        customer_links.revoke(office.organisation_id, submission.id, "test")
        written = customer_links.whole(submission)
    assert nobody.get(_path(written)).status_code == 410
    page = _page(_path(written), "edit")
    assert nobody.client.post(page, data=ANSWERS | {"name": "New", "_seen": ""}).status_code == 410
    assert nobody.client.post(_page(_path(written), "withdraw")).status_code == 410


def test_an_option_without_places_cannot_be_changed_to(office: Office, nobody: Browser) -> None:
    with office.app.app_context():
        document: Any = publishing.export_form(office.organisation_id, "project-request")
    options = [
        one["value"] for one in next(field for field in document["fields"] if field["id"] == "service")["options"]
    ]
    full = next(value for value in options if value != ANSWERS["service"])
    _publish(office, after=AFTER, limits={"per_option": {"service": {full: 1}}})
    assert nobody.submit(service=full, email="other@example.com").status_code == 303
    page = _page(_link(nobody), "edit")
    refused = nobody.post(page, page, **(ANSWERS | {"service": full, "name": "Typed"}))
    assert refused.status_code == 409
    assert "is taken" in words(refused.text)
    assert 'value="Typed"' in refused.text
    assert nobody.post(page, page, **(ANSWERS | {"name": "Typed"})).status_code == 303


def test_a_mail_of_a_rule_holds_the_link_and_what_is_kept_of_it_does_not(office: Office, nobody: Browser) -> None:
    _publish(office, after=AFTER)
    rule = {
        "schema": 1, "name": {"en": "Receipt"}, "trigger": {"kind": "submission.received", "settings": {"form": "project-request"}},
        "conditions": {"all": []},
        "steps": [{"id": "mail", "action": "send_email", "settings": {
            "to": "{{ contact.email }}", "subject": "What you sent", "text": "Come back: {{ submission.edit_url }} {{ answers.name }}"}}],
    }  # fmt: skip
    with office.app.app_context():
        publishing.publish_rule(office.organisation_id, "receipt", rule, "test")
    other = _link(nobody, email="eve@example.com", name="Eve")
    settings = office.app.extensions["licorne"].settings
    link = _link(nobody, name=settings.base_url + other.partition("?")[0])
    office.work()
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in settings.mail_folder.glob("*.eml")
    ]
    sent = next(mail for mail in mails if mail["Subject"] == "What you sent" and "ada@" in mail["To"])
    body = sent.get_body(("plain",))
    assert body is not None
    text = "".join(body.get_content().split())
    assert link in text
    assert other.partition("?")[0] in text
    assert text.count("key=") == 1, "the address of another submission got a key because somebody typed it"
    kept = [one for one in _rows(office, Message) if one.subject == "What you sent"]
    assert kept
    assert all("key=" not in one.text and "key=" not in one.html and "/mine/" in one.text for one in kept)


def test_a_link_that_was_followed_in_french_speaks_french(office: Office, nobody: Browser) -> None:
    _publish(office, after=AFTER)
    link = _link(nobody)
    assert "Ce lien" not in words(nobody.get(link).text)
    assert "Le lien est valable" in words(nobody.get(f"{link}&lang=fr").text)


def test_the_form_of_a_submission_is_the_one_that_the_address_names(office: Office, link: str) -> None:
    with office.app.app_context(), transaction():
        (form,) = _rows(office, Form)
        (submission,) = _rows(office, Submission)
        key = link.partition("key=")[2].partition("&")[0]
        opened = customer_links.opened(office.organisation_id, form.id, submission.id, key)
        assert opened.may("edit")
        assert not opened.may("anything else")
