"""What stands before a form: a password, once per browser, places that are taken. By browsers without a script."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from licorne.adapters import clock
from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.models.guard import EVERY
from licorne.services import passwords, places, publishing, submission_care
from licorne.services.throttle import PER_PAIR
from licorne.web import public_password
from tests.web.office import ANSWERS, FORM, Browser, Office, hidden_fields, words

DEMO = json.loads((Path(publishing.__file__).parent / "demo" / "project-request.form.json").read_text("utf-8"))
WORD = "open sesame"
ASKS = "This form is for people who know its password."


@pytest.fixture(autouse=True)
def _look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SECONDS", 0.0)


@pytest.fixture
def stopped(tmp_path: Path) -> Iterator[Path]:
    """A clock that the test moves."""
    file = tmp_path / "clock"
    file.write_text(clock.now().isoformat(), "ascii")
    clock.follow(file)
    yield file
    clock.follow(None)


def _limit(office: Office, slug: str = "project-request", **limits: Any) -> None:
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, slug, DEMO | {"limits": limits}, "test")


def _lock(office: Office, slug: str = "project-request", word: str = WORD) -> None:
    _limit(office, slug, password=passwords.hashed_for_form(word))


def _sent(office: Office) -> list[Submission]:
    with office.app.app_context():
        found = select(Submission).execution_options(**{EVERY: "the test looks at all"})
        return list(current_session().scalars(found))


def _enter(browser: Browser, word: str = WORD, address: str = FORM) -> TestResponse:
    return browser.post(address, address, _password=word)


def _without_cookies(office: Office) -> Browser:
    return Browser(office.app.test_client(use_cookies=False))


def test_a_form_with_a_password_shows_and_takes_nothing_without_it(office: Office, nobody: Browser) -> None:
    token = hidden_fields(nobody.get(FORM).text)
    _lock(office)
    page = nobody.get(FORM)
    assert (page.status_code, ASKS in words(page.text), "Pages" in page.text) == (200, True, False)
    refused = nobody.client.post(FORM, data=token | ANSWERS)
    assert (refused.status_code, _sent(office)) == (403, [])
    assert nobody.get(f"{FORM}/saved?resume=x").text.count('name="_password"') == 1


def test_who_knows_it_fills_in_the_form_and_is_not_asked_again(office: Office, nobody: Browser) -> None:
    _lock(office)
    page = _enter(nobody, f" {WORD}\n")
    assert (page.status_code, 'name="pages"' in page.text) == (200, True)
    assert 'name="pages"' in nobody.get(FORM).text
    assert nobody.submit().status_code == 303
    cookie = page.headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", f"Path={FORM}", "SameSite=Lax", "Max-Age="))
    assert WORD not in cookie


def test_it_works_where_no_cookie_is_kept(office: Office) -> None:
    _lock(office)
    framed = _without_cookies(office)
    page = _enter(framed, address=f"{FORM}?embed=1")
    wrong = framed.client.post(f"{FORM}?embed=1", data=hidden_fields(page.text) | ANSWERS | {"email": "no"})
    assert wrong.status_code == 422
    assert framed.client.post(f"{FORM}?embed=1", data=hidden_fields(wrong.text) | ANSWERS).status_code == 303
    assert len(_sent(office)) == 1


@pytest.mark.parametrize("word", ["open sesam", "", "\0", "x" * 100_000, WORD.upper(), "öpen sesame", "ο" * 900])
def test_a_wrong_password_is_told_in_words(office: Office, nobody: Browser, word: str) -> None:
    _lock(office)
    page = _enter(nobody, word)
    assert (page.status_code, "This is not the password of this form." in words(page.text)) == (403, True)
    assert "Set-Cookie" not in page.headers


def test_who_guesses_has_to_wait_and_who_is_in_is_not_kept_out(office: Office, nobody: Browser) -> None:
    _lock(office)
    _enter(nobody)
    guesser = office.browser()
    assert [_enter(guesser, f"guess {number}").status_code for number in range(PER_PAIR)] == [403] * PER_PAIR
    assert _enter(guesser).status_code == 429
    assert "Too many tries" in words(_enter(guesser).text)
    assert nobody.submit().status_code == 303
    assert office.browser().sign_in("member@example.org").status_code == 303  # another door has its own count


def test_a_pass_is_good_for_its_form_and_its_password_only(office: Office, nobody: Browser) -> None:
    _lock(office)
    _lock(office, "other", "another word")
    cookie = _enter(nobody).headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    entry = hidden_fields(nobody.get(FORM).text)[public_password.PASS]
    stranger = _without_cookies(office)
    assert ASKS not in words(stranger.get(FORM, Cookie=f"licorne_pass={cookie}").text)
    for form, value in (
        ("/f/other", cookie),
        (FORM, f"9{cookie}"),
        (FORM, "9999999999.x"),
        (FORM, "é"),
        (FORM, cookie * 9),
    ):
        assert ASKS in words(stranger.get(form, Cookie=f"licorne_pass={value}").text), (form, value)
    other = hidden_fields(nobody.post("/f/other", "/f/other", _password="another word").text)
    assert stranger.client.post("/f/other", data=other | ANSWERS | {"_pass": entry}).status_code == 403
    _lock(office, word="a new word")
    assert ASKS in words(nobody.get(FORM).text)


def test_a_pass_ends_but_a_page_that_was_shown_can_still_be_sent(
    office: Office, nobody: Browser, stopped: Path
) -> None:
    _lock(office)
    page = _enter(nobody).text
    stopped.write_text((clock.now() + timedelta(hours=14)).isoformat(), "ascii")
    assert ASKS in words(nobody.get(FORM).text)
    late = office.browser()
    assert late.client.post(FORM, data=hidden_fields(page) | ANSWERS).status_code == 303
    stopped.write_text((clock.now() + timedelta(days=8)).isoformat(), "ascii")
    assert late.client.post(FORM, data=hidden_fields(page) | ANSWERS).status_code == 403


def test_what_was_written_is_sent_with_the_password(office: Office, nobody: Browser) -> None:
    page = hidden_fields(nobody.get(FORM).text)
    _lock(office)
    office.browser().get(FORM)  # from here on this process knows
    asked = nobody.client.post(FORM, data=page | ANSWERS | {"name": 'A"><b>\0'})
    assert asked.status_code == 403
    assert 'value="A&#34;&gt;&lt;b&gt;"' in asked.text
    done = nobody.client.post(FORM, data=hidden_fields(asked.text) | {"name": "Ada", "_password": WORD})
    assert done.status_code == 303
    assert [row.answers["name"] for row in _sent(office)] == ["Ada"]


def test_the_password_is_nowhere_in_the_clear_and_a_clear_one_is_not_published(office: Office, nobody: Browser) -> None:
    _lock(office)
    with office.app.app_context():
        assert WORD not in json.dumps(publishing.export_form(office.organisation_id, "project-request"))
        with pytest.raises(Exception, match="password_not_hashed"):
            publishing.publish_form(office.organisation_id, "x", DEMO | {"limits": {"password": WORD}}, "test")
    assert "argon2" not in nobody.get(FORM).text
    assert "argon2" not in _enter(nobody).text
    assert nobody.get(f"{FORM}/logic.css?v=2").status_code == 404


def test_a_browser_answers_once_where_it_may_only_do_so(office: Office, nobody: Browser) -> None:
    _limit(office, once_per="browser")
    early = nobody.get(FORM).text  # a second tab
    assert nobody.submit().status_code == 303
    assert "answered from this browser already" in words(nobody.get(FORM).text)
    late = nobody.client.post(FORM, data=hidden_fields(early) | ANSWERS | {"email": "b@example.com"})
    assert (late.status_code, "answered from this browser already" in words(late.text)) == (409, True)
    assert office.browser().submit(email="c@example.com").status_code == 303
    assert len(_sent(office)) == 2


def test_tabs_of_one_browser_that_send_at_once_are_one_answer(office: Office, nobody: Browser) -> None:
    _limit(office, once_per="browser")
    tabs = [hidden_fields(nobody.get(FORM).text) for _ in range(20)]
    cookie = nobody.client.get_cookie("licorne_browser", path=FORM)
    assert cookie is not None

    def send(number: int) -> int:
        mine: FlaskClient = office.app.test_client()
        mine.set_cookie("licorne_browser", cookie.value, path=FORM)
        answers = ANSWERS | {"email": f"{number}@example.com"}
        return mine.post(FORM, data=tabs[number] | answers).status_code

    with ThreadPoolExecutor(10) as pool:
        codes = sorted(pool.map(send, range(20)))
    assert codes == [303, *[409] * 19]
    assert len(_sent(office)) == 1


def test_a_page_that_is_sent_twice_is_thanked_twice(office: Office, nobody: Browser) -> None:
    _limit(office, once_per="browser")
    page = hidden_fields(nobody.get(FORM).text)
    assert [nobody.client.post(FORM, data=page | ANSWERS).status_code for _ in range(2)] == [303, 303]
    assert len(_sent(office)) == 1


def test_who_took_an_answer_back_may_answer_again(office: Office, nobody: Browser) -> None:
    _limit(office, once_per="browser")
    nobody.submit()
    with office.app.app_context():
        submission_care.withdraw(office.organisation_id, [_sent(office)[0].id], "user:x")
    assert 'name="pages"' in nobody.get(FORM).text
    assert nobody.submit(email="b@example.com").status_code == 303


#: An id is the same in each process that collects these cases.
SOME_ID = "01a20e1d-d4dc-7000-ba02-c4aa8b4a30f7"


@pytest.mark.parametrize("value", ["", "x", "é", "0" * 5_000, f"{SOME_ID}.", f"{SOME_ID}+.AAAA"])
def test_a_cookie_that_is_not_ours_is_a_new_browser(office: Office, value: str) -> None:
    _limit(office, once_per="browser")
    _limit(office, "other", once_per="browser")
    stranger = _without_cookies(office)
    assert "licorne_browser=" in stranger.get(FORM, Cookie=f"licorne_browser={value}").headers["Set-Cookie"]
    page = hidden_fields(stranger.get(FORM).text)
    sent = stranger.client.post(FORM, data=page | ANSWERS, headers={"Cookie": f"licorne_browser={value}"})
    assert sent.status_code == 303
    cookie = sent.headers["Set-Cookie"].partition(";")[0]
    assert 'name="pages"' in stranger.get("/f/other", Cookie=cookie).text
    assert "answered from this browser already" in words(stranger.get(FORM, Cookie=cookie).text)


def test_a_form_without_these_limits_sets_no_cookie(nobody: Browser) -> None:
    page = nobody.get(FORM)
    sent = nobody.client.post(FORM, data=hidden_fields(page.text) | ANSWERS)
    assert (sent.status_code, "Set-Cookie" in page.headers, "Set-Cookie" in sent.headers) == (303, False, False)


def test_options_that_are_used_up_are_shown_as_taken(office: Office, nobody: Browser) -> None:
    _limit(office, per_option={"service": {"website": 1, "branding": 2}}, shows_left=True)
    assert "(1 left)" in words(nobody.get(FORM).text)
    early = hidden_fields(nobody.get(FORM).text)
    nobody.submit(service="website")
    page = nobody.get(FORM).text
    assert 'value="website" disabled' in page
    assert ("(fully booked)" in words(page), "(2 left)" in words(page)) == (True, True)
    late = nobody.client.post(FORM, data=early | ANSWERS | {"service": "website", "email": "b@example.com"})
    assert (late.status_code, 'value="website" disabled' in late.text) == (409, True)
    french = words(nobody.get(f"{FORM}?lang=fr").text)
    assert ("(complet)" in french, "(encore 2 places)" in french) == (True, True)


def test_what_is_left_is_only_said_where_it_is_wanted(office: Office, nobody: Browser) -> None:
    _limit(office, per_option={"service": {"website": 1}})
    assert "left)" not in words(nobody.get(FORM).text)


def test_a_form_that_is_full_is_not_shown(office: Office, nobody: Browser) -> None:
    _limit(office, total=1)
    nobody.submit()
    assert "All places are taken" in words(nobody.get(FORM).text)
    with office.app.app_context():
        submission_care.withdraw(office.organisation_id, [_sent(office)[0].id], "user:x")
    assert 'name="pages"' in nobody.get(FORM).text


def test_the_builder_is_given_a_hash_for_a_password(member: Browser) -> None:
    def asked(word: object) -> TestResponse:
        csrf = hidden_fields(member.get("/forms/new").text)["csrf_token"]
        return member.client.post("/forms/password", json={"password": word}, headers={"X-CSRFToken": csrf})

    kept = asked(WORD).json
    assert kept is not None
    assert passwords.matches_form(WORD, kept["hash"])
    for word in ("abc", "x" * 257, None, 5, ["abcd"]):
        assert asked(word).status_code == 422, word
