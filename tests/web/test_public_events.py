"""What a public page tells the rules before it is sent: only where one listens, once, and never at a stranger's word."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.event import Event
from licorne.models.guard import EVERY
from licorne.services import publishing
from licorne.web import public_events
from licorne.web.event_words import event_words
from tests.web.office import FORM, Browser, Office, hidden_fields
from tests.web.test_public_files import FORM as REPAIR

SEEN = f"{FORM}/seen"


def _hear(office: Office, kind: str, slug: str = "project-request") -> None:
    task = {"id": "look", "action": "create_task", "settings": {"title": "Look"}}
    rule: Any = {
        "schema": 1, "name": {"en": "Look"}, "conditions": {"all": []}, "steps": [task],
        "trigger": {"kind": kind, "settings": {"form": slug}},
    }  # fmt: skip
    with office.app.app_context():
        publishing.publish_rule(office.organisation_id, "look", rule, "test")


def _events(office: Office, kind: str) -> list[Event]:
    with office.app.app_context():
        found = select(Event).where(Event.kind == kind).execution_options(**{EVERY: "the test looks at all"})
        return list(current_session().scalars(found))


def _token(browser: Browser) -> str:
    return hidden_fields(browser.get(FORM).text)["_token"]


def test_a_page_says_that_it_was_begun_only_where_a_rule_listens(office: Office, nobody: Browser) -> None:
    assert "data-start" not in nobody.get(FORM).text
    nobody.client.post(SEEN, data=f"start at:{_token(nobody)}")
    assert _events(office, "submission.started") == []
    _hear(office, "submission.started")
    page = nobody.get(FORM).text
    assert f'data-start="at:{hidden_fields(page)["_token"]}"' in page


def test_a_start_is_told_once_however_often_it_is_said(office: Office, nobody: Browser) -> None:
    _hear(office, "submission.started")
    token = _token(nobody)
    for _ in range(3):
        assert nobody.client.post(SEEN, data=f"start at:{token}").status_code == 204
    (event,) = _events(office, "submission.started")
    assert event.subject_id == token.partition(".")[0]
    with office.app.test_request_context("/"):
        assert event_words(event).title == "Somebody began to fill in “Project request”"


@pytest.mark.parametrize(
    "said", ["start", "start at:", "start at:x", "start at:01a20e1d-d4dc-7000-ba02-c4aa8b4a30f7.AAAA", "start at:a at:b", "view at:"]
)
def test_a_beacon_of_no_page_of_ours_tells_nothing(office: Office, nobody: Browser, said: str) -> None:
    _hear(office, "submission.started")
    assert nobody.client.post(SEEN, data=said).status_code == 204
    assert nobody.client.post(SEEN, data=f"view at:{_token(nobody)}").status_code == 204
    assert _events(office, "submission.started") == []


def test_one_network_tells_so_much_and_no_more(
    office: Office, nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_events, "_MOST", 3)
    _hear(office, "submission.started")
    for _ in range(5):
        assert nobody.client.post(SEEN, data=f"start at:{_token(nobody)}").status_code == 204
    assert len(_events(office, "submission.started")) == 3


def test_a_refused_file_is_told_once_per_page(office: Office, nobody: Browser) -> None:
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "repair", REPAIR, "test")
    _hear(office, "submission.file_refused", "repair")
    fields = hidden_fields(nobody.get("/f/repair").text)
    for _ in range(2):
        sent = {**fields, "email": "a@example.com", "plan": (BytesIO(b"MZ secret program"), "secret.exe")}
        answer = nobody.client.post("/f/repair", data=sent, content_type="multipart/form-data")
        assert answer.status_code == 422
    (event,) = _events(office, "submission.file_refused")
    told: Any = event.facts["file"]
    assert (told["question"], told["label"]) == ("plan", "Plan")
    assert "secret" not in repr(event.facts)
