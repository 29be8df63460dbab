"""Notices: a number on the bell, a list, and a stream that tells at once."""

import json
import re

import pytest
from sqlalchemy import select

from licorne.models.database import current_session, transaction
from licorne.models.organisation import User
from licorne.models.work import Notification
from licorne.services.notices import NewNotice, create
from licorne.web import notices
from tests.web.office import Browser, Office


def test_a_sent_mail_is_told_on_the_next_page(office: Office) -> None:
    office.browser().submit()
    office.work()
    with office.app.app_context():
        notice = current_session().scalars(
            select(Notification).where(Notification.organisation_id == office.organisation_id)
        ).one()
    assert notice.code == "mail_sent"
    assert notice.path.startswith("/mails/")


def test_the_stream_tells_of_what_came_after(office: Office, member: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "LIFETIME", 0.0)
    first = member.get("/notices/stream").text
    assert "event: unread\ndata: 0" in first
    _notify(office, "Call Ada")
    told = member.client.get("/notices/stream", headers={"Last-Event-ID": "00000000-0000-7000-8000-000000000000"}).text
    event = re.search(r"event: notice\ndata: (.*)\n", told)
    assert event
    assert json.loads(event[1]) == {"text": "Call Ada", "path": "/tasks", "unread": 1}
    assert "Call Ada" not in member.get("/notices/stream").text


def test_reading_all_clears_the_bell(office: Office, member: Browser) -> None:
    _notify(office, "Call Ada")
    assert re.search(r"data-unread>1<", member.get("/inbox").text)
    assert "Call Ada" in member.get("/notices").text
    assert member.post("/notices/read", "/notices").status_code == 302
    assert re.search(r"data-unread hidden>0<", member.get("/inbox").text)


def test_opening_a_notice_marks_it_and_leads_there(office: Office, member: Browser) -> None:
    _notify(office, "Call Ada")
    address = re.search(r'/notices/[0-9a-f-]{36}/open', member.get("/notices").text)
    assert address
    assert member.post(address[0], "/notices").location == "/tasks"
    assert re.search(r"data-unread hidden>0<", member.get("/inbox").text)


def _notify(office: Office, text: str) -> None:
    with office.app.app_context(), transaction() as session:
        user = session.scalar(select(User.id).where(User.email == "member@example.org"))
        new = NewNotice(str(user), "reminder", {"text": text}, "/tasks")
        create(session, office.organisation_id, new)
