"""Notices: a number on the bell, a list, and a stream that tells at once."""

import json
import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from licorne.adapters import clock
from licorne.models.database import current_session, transaction
from licorne.models.organisation import LoginSession, User
from licorne.models.work import Notification
from licorne.services.notices import NewNotice, create
from licorne.web import notices, streams
from tests.web.office import Browser, Office


def test_a_sent_mail_is_told_on_the_next_page(office: Office) -> None:
    office.browser().submit()
    office.work()
    with office.app.app_context():
        notice = (
            current_session()
            .scalars(select(Notification).where(Notification.organisation_id == office.organisation_id))
            .one()
        )
    assert notice.code == "mail_sent"
    assert notice.path.startswith("/mails/")


def test_the_stream_tells_of_what_came_after(office: Office, member: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "LIFETIME", 0.0)
    first = member.get("/notices/stream").text
    assert "id: none\nevent: unread\ndata: 0" in first
    assert first.endswith("\n\n: \n\n")  # a write that finds out whether anybody is there
    _notify(office, "Call Ada")
    told = member.client.get("/notices/stream", headers={"Last-Event-ID": "none"}).text
    event = re.search(r"event: notice\ndata: (.*)\n", told)
    assert event
    assert json.loads(event[1]) == {"text": "Call Ada", "path": "/tasks", "unread": 1}
    assert "Call Ada" not in member.get("/notices/stream").text


def test_a_page_that_begins_anew_says_where_it_was(
    office: Office, member: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "LIFETIME", 0.0)
    _notify(office, "Call Ada")
    assert "Call Ada" in member.get("/notices/stream?after=none").text
    assert "Call Ada" not in member.get("/notices/stream?after=nonsense").text


def test_reading_all_clears_the_bell(office: Office, member: Browser) -> None:
    _notify(office, "Call Ada")
    assert re.search(r"data-unread>1<", member.get("/inbox").text)
    assert "Call Ada" in member.get("/notices").text
    assert member.post("/notices/read", "/notices").status_code == 302
    assert re.search(r"data-unread hidden>0<", member.get("/inbox").text)


def test_opening_a_notice_marks_it_and_leads_there(office: Office, member: Browser) -> None:
    _notify(office, "Call Ada")
    address = re.search(r"/notices/[0-9a-f-]{36}/open", member.get("/notices").text)
    assert address
    assert member.post(address[0], "/notices").location == "/tasks"
    assert re.search(r"data-unread hidden>0<", member.get("/inbox").text)


def test_streams_leave_threads_for_pages(office: Office, member: Browser) -> None:
    _notify(office, "Call Ada")
    kept = [member.client.get("/notices/stream", buffered=False) for _ in range(streams.STREAMS_EACH)]
    assert all(next(iter(answer.response)) == b"retry: 400\n\n" for answer in kept)
    full = member.client.get("/notices/stream").text
    assert full == "retry: 2000\n\nevent: unread\ndata: 1\n\n"
    for answer in reversed(kept):
        answer.close()
    freed = member.client.get("/notices/stream", buffered=False)
    assert next(iter(freed.response)) == b"retry: 400\n\n"
    freed.close()


def test_places_are_bounded_in_all_and_for_each_and_given_back_once() -> None:
    places = streams.Places(3, 2)
    first, second = places.take("a"), places.take("a")
    assert first
    assert second
    assert places.take("a") is None
    other = places.take("b")
    assert other
    assert places.take("b") is None
    first()
    first()
    assert places.take("b")
    assert places.take("a") is None


def test_a_page_that_is_left_open_does_not_keep_its_session_alive(
    office: Office, member: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "LIFETIME", 0.0)
    long_ago = clock.now() - timedelta(hours=1)
    with office.app.app_context(), transaction() as session:
        session.execute(update(LoginSession).values(seen_at=long_ago))
    member.get("/notices/stream")
    assert _seen(office) == long_ago
    member.get("/inbox")
    assert _seen(office) > long_ago


def _seen(office: Office) -> datetime:
    with office.app.app_context():
        return current_session().scalars(select(LoginSession.seen_at)).one()


def test_what_is_added_to_a_page_has_no_role_of_its_own(member: Browser) -> None:
    template = re.search(r'<template id="toast-template">.*?</template>', member.get("/inbox").text, re.DOTALL)
    assert template
    assert "role=" not in template[0]


def _notify(office: Office, text: str) -> None:
    with office.app.app_context(), transaction() as session:
        user = session.scalar(select(User.id).where(User.email == "member@example.org"))
        new = NewNotice(str(user), "reminder", {"text": text}, "/tasks")
        create(session, office.organisation_id, new)
