"""Posts that come faster than a person fills in a page: held, with the reason; people are not slowed down."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from licorne.adapters import clock, ids
from licorne.adapters.ids import beside, made_at, new_id
from licorne.services import form_templates, live, publishing
from tests.web.office import ANSWERS, FORM, Browser, Office, hidden_fields, words

DEMO = json.loads((Path(publishing.__file__).parent / "demo" / "project-request.form.json").read_text("utf-8"))
HELD = "/submissions/held"


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A clock that the test moves; identifiers know of no other one, ahead of it, that an earlier test had."""
    monkeypatch.setattr(ids, "_last", 0)
    file = tmp_path / "clock"
    file.write_text(clock.now().isoformat(), "ascii")
    clock.follow(file)
    yield file
    clock.follow(None)


def _forward(stopped: Path, seconds: float) -> None:
    stopped.write_text((clock.now() + timedelta(seconds=seconds)).isoformat(), "ascii")


@pytest.fixture
def page(office: Office, nobody: Browser, stopped: Path) -> dict[str, str]:
    """What the page of a form that gives a person two seconds posts."""
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "project-request", DEMO | {"spam": {"min_seconds": 2}}, "test")
    return hidden_fields(nobody.get(FORM).text) | ANSWERS


def test_who_is_faster_than_people_is_thanked_and_held(
    office: Office, nobody: Browser, page: dict[str, str], stopped: Path
) -> None:
    _forward(stopped, 1.9)
    assert nobody.client.post(FORM, data=page).location.startswith(f"{FORM}/thanks")
    member = office.signed_in("member")
    assert "No submissions" in member.get("/submissions").text
    assert "It was sent faster than anybody fills in a page." in words(member.get(HELD).text)
    (post,) = re.findall(r'name="ids" value="([^"]+)"', member.get(HELD).text)
    member.post(HELD, HELD, ids=post, deed="release")
    assert "Ada Martin" in words(member.get("/submissions").text)


@pytest.mark.parametrize("seconds", [2.1, 86_400, -1])
def test_people_and_clocks_that_were_set_back_are_no_robots(
    office: Office, nobody: Browser, page: dict[str, str], stopped: Path, seconds: float
) -> None:
    _forward(stopped, seconds)
    assert nobody.client.post(FORM, data=page).status_code == 303
    _forward(stopped, 100)
    assert "Nothing was caught" in office.signed_in("member").get(HELD).text


def test_a_mistake_is_corrected_as_fast_as_one_likes(
    office: Office, nobody: Browser, page: dict[str, str], stopped: Path
) -> None:
    _forward(stopped, 30)
    wrong = nobody.client.post(FORM, data=page | {"email": "no"})
    assert wrong.status_code == 422
    again = hidden_fields(wrong.text)
    assert again["_token"] != page["_token"]
    assert nobody.client.post(FORM, data=ANSWERS | again).status_code == 303
    other = nobody.client.post(FORM, data=ANSWERS | again | {"name": "Somebody Else"})
    assert other.status_code == 409
    assert nobody.client.post(FORM, data=ANSWERS | hidden_fields(other.text) | {"name": "Else"}).status_code == 303
    assert "Nothing was caught" in office.signed_in("member").get(HELD).text


def test_a_form_that_says_nothing_asks_for_nothing(office: Office, nobody: Browser, stopped: Path) -> None:
    assert nobody.submit().status_code == 303
    assert "Nothing was caught" in office.signed_in("member").get(HELD).text


def test_every_form_that_is_begun_here_has_the_trap(office: Office) -> None:
    with office.app.app_context():
        organisation = live.organisation(office.organisation_id)
    for key in form_templates.KEYS:
        document = form_templates.document_of(key, "en", organisation)
        assert document is not None
        assert document["spam"] == form_templates.SPAM
    assert form_templates.blank("en", "x", "EUR", "FR")["spam"] == form_templates.SPAM
    assert form_templates.SPAM == {"min_seconds": 2, "per_network": 60, "per_sender": 6}


def test_an_identifier_tells_when_it_was_made_and_another_one_the_same() -> None:
    first = new_id()
    second = beside(first)
    assert first != second
    assert made_at(first) == made_at(second)
    assert abs(clock.now() - made_at(first)) < timedelta(minutes=2)  # clocks of other tests are believed for a minute
