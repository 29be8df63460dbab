"""E-mail questions that ask for a code: mailed once, good for ten minutes and five tries, nothing accepted and nothing lost before it."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from licorne.adapters import clock, ids
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.event import Event
from licorne.models.form import Submission
from licorne.models.guard import EVERY
from licorne.models.work import Message
from licorne.services import publishing
from licorne.web import plain_forms
from tests.web.office import ANSWERS, FORM, Browser, Office, hidden_fields, words

DEMO = json.loads((Path(publishing.__file__).parent / "demo" / "project-request.form.json").read_text("utf-8"))
ALL = {EVERY: "the test looks at all"}


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A clock that the test moves."""
    monkeypatch.setattr(ids, "_last", 0)
    file = tmp_path / "clock"
    file.write_text("2026-11-24T10:01:00+00:00", "ascii")
    clock.follow(file)
    yield file
    clock.follow(None)


def verifying() -> dict[str, Any]:
    """The demo form, which now asks for a code."""
    fields = [field | {"verify": True} if field["type"] == "email" else field for field in DEMO["fields"]]
    return dict(DEMO | {"fields": fields})


@pytest.fixture
def asked(office: Office, stopped: Path) -> Browser:
    """A visitor of it."""
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "project-request", verifying(), "test")
    return office.browser()


def _later(stopped: Path, **time: float) -> None:
    stopped.write_text((clock.now() + timedelta(**time)).isoformat(), "ascii")


def _mails(office: Office) -> list[Effect]:
    with office.app.app_context():
        found = select(Effect).where(Effect.step == "email-code").order_by(Effect.id)
        return list(current_session().scalars(found.execution_options(**ALL)))


def _submissions(office: Office) -> list[Submission]:
    with office.app.app_context():
        return list(current_session().scalars(select(Submission).execution_options(**ALL)))


def _codes(office: Office) -> list[str]:
    """Those that were mailed, in the order of their mails."""
    office.work()
    folder = office.app.extensions["licorne"].settings.data / "mail"
    files = sorted((file for file in folder.rglob("*") if file.is_file()), key=lambda file: file.stat().st_mtime_ns)
    found = [re.search(rb"(?:Your code:|Votre code[^:]*:) (\d{6})", file.read_bytes()) for file in files]
    return [one[1].decode() for one in found if one]


def _send(browser: Browser, page: str, **values: str) -> TestResponse:
    return browser.client.post(f"{FORM}?lang=en", data=hidden_fields(page) | ANSWERS | values)


def _begin(browser: Browser, **values: str) -> TestResponse:
    return _send(browser, browser.get(f"{FORM}?lang=en").text, **values)


def test_the_code_comes_by_mail_and_nothing_is_accepted_before_it(office: Office, asked: Browser) -> None:
    first = _begin(asked)
    assert (first.status_code, "Code that was sent to ada@example.com" in words(first.text)) == (200, True)
    assert 'value="Ada Martin"' in first.text
    assert _submissions(office) == []
    (code,) = _codes(office)
    done = _send(asked, first.text, _code0=f" {code[:3]} {code[3:]} ")
    assert done.status_code == 303
    assert len(_submissions(office)) == 1
    with office.app.app_context():
        received = select(Event).where(Event.kind == "submission.received")
        (event,) = current_session().scalars(received.execution_options(**ALL))
    facts: Any = event.facts
    assert facts["submission"]["verified"] is True


def test_the_code_is_in_the_mail_alone(office: Office, asked: Browser) -> None:
    page = _begin(asked).text
    (code,) = _codes(office)
    with office.app.app_context():
        (kept,) = current_session().scalars(select(Message).execution_options(**ALL))
        facts = list(current_session().scalars(select(Event.facts).execution_options(**ALL)))
    (mail,) = _mails(office)
    assert (mail.state, mail.settings["to"], kept.contact_id) == ("done", "ada@example.com", None)
    assert code not in json.dumps([mail.settings, mail.result, facts])
    assert code not in f"{kept.subject} {re.sub('<style.*?</style>', '', kept.html, flags=re.DOTALL)} {kept.text}"
    assert code not in page


def test_two_clicks_are_one_mail_and_a_new_code_is_another(office: Office, asked: Browser) -> None:
    empty = asked.get(f"{FORM}?lang=en").text
    first, second = _send(asked, empty), _send(asked, empty)
    assert hidden_fields(first.text)["_check"] == hidden_fields(second.text)["_check"]
    assert len(_mails(office)) == 1
    again = _send(asked, second.text, _new_code="1")
    assert (again.status_code, "A new code is on its way." in words(again.text)) == (200, True)
    old, new = _codes(office)
    assert _send(asked, again.text, _code0=old).status_code == 422
    assert _send(asked, again.text, _code0=new).status_code == 303


def test_a_page_that_was_accepted_is_sent_again_as_often_as_one_likes(office: Office, asked: Browser) -> None:
    page = _begin(asked).text
    (code,) = _codes(office)
    assert [_send(asked, page, _code0=code).status_code for _ in range(8)] == [303] * 8
    assert _send(asked, page, _code0=code, name="Eve").status_code == 409
    assert (len(_submissions(office)), len(_mails(office))) == (1, 1)


def test_a_wrong_code_is_told_and_keeps_the_answers(office: Office, asked: Browser) -> None:
    page = _begin(asked).text
    (code,) = _codes(office)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for typed, told in (
        (wrong, "This is not the code that we sent."),
        ("", "Type the code from the mail."),
        ("é\0", "not the code"),
    ):
        refused = _send(asked, page, _code0=typed)
        assert (refused.status_code, told in words(refused.text)) == (422, True), typed
        assert 'value="Ada Martin"' in refused.text
    assert _submissions(office) == []
    assert _send(asked, refused.text, _code0=code).status_code == 303


def test_after_five_tries_even_the_right_code_is_refused_and_a_new_one_sent(office: Office, asked: Browser) -> None:
    page = _begin(asked).text
    (code,) = _codes(office)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert [_send(asked, page, _code0=wrong).status_code for _ in range(5)] == [422] * 5
    refused = _send(asked, page, _code0=code)
    assert (refused.status_code, "There were too many wrong codes. We have sent a new one." in words(refused.text)) == (
        422,
        True,
    )
    assert _submissions(office) == []
    assert _send(asked, refused.text, _code0=_codes(office)[1]).status_code == 303


def test_a_code_is_good_for_ten_minutes(office: Office, asked: Browser, stopped: Path) -> None:
    page = _begin(asked).text
    (code,) = _codes(office)
    _later(stopped, minutes=10)
    refused = _send(asked, page, _code0=code)
    assert (refused.status_code, "older than ten minutes" in words(refused.text)) == (422, True)
    _later(stopped, minutes=9, seconds=59)
    assert _send(asked, refused.text, _code0=_codes(office)[1]).status_code == 303


def test_a_mail_that_would_come_too_late_is_not_sent(office: Office, asked: Browser, stopped: Path) -> None:
    _begin(asked)
    _later(stopped, minutes=11)
    assert _codes(office) == []
    (mail,) = _mails(office)
    assert mail.state == "failed"


def test_the_code_belongs_to_its_address_and_its_page(office: Office, asked: Browser) -> None:
    page = _begin(asked).text
    (code,) = _codes(office)
    other = _send(asked, page, _code0=code, email="eve@example.com")
    assert (other.status_code, "Code that was sent to eve@example.com" in words(other.text)) == (200, True)
    elsewhere = hidden_fields(asked.get(f"{FORM}?lang=en").text) | {"_check": hidden_fields(page)["_check"]}
    assert asked.client.post(FORM, data=elsewhere | ANSWERS | {"_code0": code}).status_code == 200
    assert _send(asked, page, _check="made-up", _code0=code).status_code == 200
    assert _submissions(office) == []


def test_one_address_gets_so_many_codes_and_no_more(office: Office, asked: Browser) -> None:
    codes = [_begin(asked).status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2
    assert len(_mails(office)) == 5
    assert 'value="Ada Martin"' in _begin(asked).text


def test_other_mistakes_keep_the_box_and_robots_get_no_mail(office: Office, asked: Browser) -> None:
    page = _begin(asked).text
    (code,) = _codes(office)
    wrong = _send(asked, page, _code0=code, name="")
    assert (wrong.status_code, f'value="{code}"' in wrong.text) == (422, True)
    assert _send(asked, wrong.text, _code0=code).status_code == 303
    assert _begin(asked, _more="buy").status_code == 303
    assert len(_mails(office)) == 1
    assert len(_submissions(office)) == 1


def test_the_page_and_the_mail_speak_french(office: Office, asked: Browser) -> None:
    there = f"{FORM}?lang=fr"
    answer = asked.post(there, there, **ANSWERS)
    assert "Code envoyé à ada@example.com" in words(answer.text)
    assert len(_codes(office)) == 1


def test_the_front_door_leaves_such_forms_to_the_app(office: Office, asked: Browser) -> None:
    body = "&".join(
        f"{name}={value}" for name, value in (hidden_fields(asked.get(f"{FORM}?lang=en").text) | ANSWERS).items()
    )
    address = plain_forms.address(FORM, "lang=en", "localhost")
    assert address
    with office.app.app_context():
        assert plain_forms.read(office.app, address, body.encode()) is None
        publishing.publish_form(office.organisation_id, "project-request", DEMO, "test")
    asked.get(f"{FORM}?lang=en")
    with office.app.app_context():
        assert plain_forms.read(office.app, address, body.encode()) is not None
