"""Every type of question on the public page: drawn, refused with what was typed, kept, priced; rows and pages without a script."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.services import publishing
from tests.web.every_question import ANSWERS, FORM
from tests.web.office import Browser, Office, hidden_fields, words

ADDRESS = "/f/everything?lang=en"


@pytest.fixture
def asked(office: Office) -> Browser:
    """A visitor of the form that asks everything."""
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "everything", FORM, "test")
    return office.browser()


def _kept(office: Office) -> list[dict[str, Any]]:
    mine = select(Submission.answers).where(Submission.organisation_id == office.organisation_id)
    with office.app.app_context():
        return [dict(each) for each in current_session().scalars(mine)]


def _names(page: str) -> set[str]:
    return set(re.findall(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"', page))


def _send(browser: Browser, **changed: str) -> Any:
    return browser.post(ADDRESS, ADDRESS, **(ANSWERS | changed))


def test_every_question_is_on_the_page(asked: Browser) -> None:
    page = asked.get(ADDRESS).text
    first_row = {name for name in ANSWERS if not name.startswith("items.1.")}
    assert first_row <= _names(page)
    assert 'value="spring"' in page
    assert 'autocomplete="postal-code"' in page
    assert "auto_id" not in words(page)


def test_answers_to_everything_are_kept_as_they_are_meant(office: Office, asked: Browser) -> None:
    answer = _send(asked)
    assert answer.status_code == 303, words(answer.text)
    kept = _kept(office)[0]
    assert kept["person"] == {"given": "Ada", "family": "Martin"}
    assert kept["home"]["postcode"] == "75002"
    assert kept["site"] == "https://example.org"
    assert kept["package"] == {"product": "website-page", "variant": None, "quantity": "2"}
    assert kept["items"] == [{"what": "Talk", "amount": "10.50"}, {"what": "Slides", "amount": "4.25"}]
    assert kept["total"] == "14.75"


def test_a_moment_is_kept_with_the_offset_of_the_organisations_zone(office: Office, asked: Browser) -> None:
    _send(asked)
    assert _kept(office)[0]["start"] == "2027-02-01T10:00+01:00"


def test_prices_are_those_of_the_catalogue(asked: Browser) -> None:
    page = words(asked.get(ADDRESS).text)
    assert "Web page, designed and built €240.00" in page
    assert "In a hurry €1,800.00" in page


def test_everything_that_is_wrong_is_linked_and_kept(asked: Browser) -> None:
    wrong = {
        "person.family": "", "home.postcode": "99", "firm.vat_id": "FR1", "account": "FR00", "stay.to": "2027-01-01",
        "items.1.amount": "dear", "package.quantity": "-3", "clock": "25:00", "hours": "many", "site": "no address",
    }  # fmt: skip
    answer = _send(asked, **wrong)
    assert answer.status_code == 422
    anchors = re.findall(r'<li><a href="#([^"]+)">', answer.text)
    assert len(anchors) == len(wrong)
    assert all(f'id="{anchor}"' in answer.text for anchor in anchors)
    for value in (value for value in wrong.values() if value):
        assert f'value="{value}"' in answer.text, value
    assert "Items 2 · Amount" in words(answer.text)


def test_the_total_is_shown_with_what_was_refused(asked: Browser) -> None:
    answer = _send(asked, email="nobody")
    assert re.search(r'<output[^>]*id="field-total">€14\.75</output>', answer.text)


def test_a_question_that_does_not_apply_has_no_answer(office: Office, asked: Browser) -> None:
    assert _send(asked, service="plan", topic="Still typed").status_code == 303
    assert _kept(office)[0]["topic"] is None
    refused = _send(asked, topic="")
    assert refused.status_code == 422
    assert "#field-topic" in refused.text


def test_what_does_not_apply_is_marked_for_browsers_with_scripts(asked: Browser) -> None:
    assert re.search(r'data-q="topic" data-off', asked.get(ADDRESS).text)
    assert not re.search(r'data-q="topic" data-off', _send(asked, topic="").text)


def test_a_row_is_added_and_removed_without_a_script_and_nothing_is_sent(office: Office, asked: Browser) -> None:
    page = _send(asked, _add="items")
    assert page.status_code == 200
    assert 'name="items.2.what"' in page.text
    assert 'value="Slides"' in page.text
    assert "data-errors" not in page.text
    fewer = _send(asked, _remove="items.0")
    assert 'name="items.0.what"' not in fewer.text
    assert 'value="Slides"' in fewer.text
    assert _kept(office) == []


def test_rows_are_no_more_than_may_be(asked: Browser) -> None:
    many = {f"items.{number}.what": "x" for number in range(4)}
    assert 'name="items.4.what"' not in _send(asked, _add="items", **many).text


def test_buttons_that_name_no_rows_change_nothing(asked: Browser) -> None:
    for name, value in (
        ("_add", "email"),
        ("_add", "nothing"),
        ("_remove", "person.given"),
        ("_remove", "items"),
        ("_row", "x"),
    ):
        answer = _send(asked, **{name: value})
        assert answer.status_code in (200, 303), (name, value)
        if answer.status_code == 200:
            assert 'value="Ada"' in answer.text


def test_the_row_buttons_are_not_the_one_that_enter_presses(asked: Browser) -> None:
    page = asked.get(ADDRESS).text
    first = re.search(r"<button\b[^>]*>", page[page.index("data-form") :])
    assert first
    assert "_add" not in first[0]
    assert "_remove" not in first[0]


def test_pages_are_sections_with_headings(asked: Browser) -> None:
    page = asked.get(ADDRESS).text
    assert re.findall(r'<section class="page" data-page="(\w+)"( data-off)?', page) == [
        ("_first", ""), ("second", " data-off"), ("third", " data-off"),
    ]  # fmt: skip
    assert re.findall(r'<h2 class="page-title" tabindex="-1">([^<]+)', page) == [
        "Step 1",
        "What you need",
        "Your order",
    ]
    assert "<h3" in page


def test_the_page_with_the_first_mistake_is_open(asked: Browser) -> None:
    page = _send(asked, clock="25:00").text
    assert '<section class="page" data-page="second">' in page


def test_the_style_sheet_of_conditions_is_kept_for_a_year(asked: Browser) -> None:
    link = re.search(r'<noscript><link rel="stylesheet" href="([^"]+)">', asked.get(ADDRESS).text)
    assert link
    answer = asked.get(link[1])
    assert answer.mimetype == "text/css"
    assert "#q-topic" in answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in asked.get("/f/everything/logic.css?v=99").headers["Cache-Control"]


def test_the_page_carries_no_more_of_the_form_than_its_logic(asked: Browser) -> None:
    page = asked.get(ADDRESS).text
    carried = re.search(r'<script type="application/json" id="preview">(.*?)</script>', page)
    assert carried
    assert "shown_if" in carried[1]
    assert "Tell us." not in carried[1]


def test_parts_speak_french(asked: Browser) -> None:
    page = words(asked.get("/f/everything?lang=fr").text)
    assert "Code postal" in page
    assert "Premier jour" in page


def test_the_same_page_still_posts_once(asked: Browser) -> None:
    posted = ANSWERS | hidden_fields(asked.get(ADDRESS).text)
    answers = [asked.client.post(ADDRESS, data=posted).status_code for _ in range(2)]
    assert answers == [303, 303]
