"""Pages while what everything is kept in is away: they say so (503) instead of failing, and are well again by themselves."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from licorne.models.database import db
from licorne.services import accounts
from licorne.web import invitations, public_form
from tests.web.office import ANSWERS, FORM, Browser, Office, hidden_fields


@contextmanager
def _database_away(office: Office) -> Iterator[None]:
    """A folder stands where the file was: nothing can be opened there."""
    file = Path(office.app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    with office.app.app_context():
        db.engine.dispose()
    kept = file.rename(file.with_suffix(".kept"))
    file.mkdir()
    yield
    file.rmdir()
    kept.rename(file)


def test_every_page_says_that_we_are_not_ready_while_the_database_is_away(office: Office, member: Browser) -> None:
    page = member.get(FORM).text
    with _database_away(office):
        answers = [member.get(each) for each in (FORM, "/login", "/inbox", "/nothing-here", "/notices/stream")]
        for answer in (*answers, office.browser().get(FORM)):
            assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5"), answer.request.path
            assert answer.mimetype == "text/html"
        assert "pas encore prêts" in member.get(f"{FORM}?lang=fr").text
        sent = member.client.post(FORM, data=hidden_fields(page) | ANSWERS)
        assert sent.status_code == 503
    assert member.client.post(FORM, data=hidden_fields(page) | ANSWERS).status_code == 303
    assert member.get("/inbox").status_code == 200


def test_a_full_database_refuses_answers_until_there_is_room(office: Office, nobody: Browser) -> None:
    with office.app.app_context():
        engine = db.engine
        engine.dispose()
    event.listen(engine, "connect", _allow_no_page_more)
    refused = next(answer for answer in (nobody.submit() for _ in range(40)) if answer.status_code != 303)
    event.remove(engine, "connect", _allow_no_page_more)
    engine.dispose()
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert nobody.submit().status_code == 303


def _allow_no_page_more(connection: object, record: object) -> None:
    connection.execute("PRAGMA max_page_count=1").close()  # type: ignore[attr-defined]  # sqlite3.Connection


def test_a_full_disk_is_no_defect_and_a_missing_file_is(
    office: Office, nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = hidden_fields(nobody.get(FORM).text) | ANSWERS
    for number, status in ((errno.ENOSPC, 503), (errno.EROFS, 503), (errno.ENOENT, 500)):
        def fail(*_arguments: object, number: int = number) -> None:
            raise OSError(number, "no")

        monkeypatch.setattr(public_form, "accept", fail)
        assert nobody.client.post(FORM, data=values).status_code == status


def test_a_second_click_that_comes_at_the_same_moment_is_told_so(
    office: Office, nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(*_arguments: object) -> None:
        raise IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed: users.email"))

    monkeypatch.setattr(accounts, "accept_invitation", overtaken)
    assert invitations.accounts is accounts
    answer = nobody.post("/invitations/some-token", "/login", name="New", password="long enough, surely")
    assert answer.status_code == 409
    assert "Somebody else was quicker" in answer.text


def test_an_error_page_in_a_language_that_nobody_knows_is_shown(
    office: Office, nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_form, "chosen", lambda *_asked: "qq")
    answer = nobody.get(f"{FORM}?lang=qq", **{"Accept-Language": "fr"})
    assert answer.status_code == 500
    assert "Une erreur est survenue" in answer.text or "de notre côté" in answer.text
