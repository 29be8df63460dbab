"""A form of all types and three pages, completed with and without JavaScript: the same answers are kept."""

from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.services import publishing
from tests.browser.visitor import DESK, PHONE, Theme, Visitor, violations, width
from tests.web.every_question import ANSWERS, FORM
from tests.web.office import Office

pytestmark = pytest.mark.browser
ADDRESS = "/f/everything?lang=en"
#: What is posted for a hidden field, and for rows that have to be added first.
PAGES = (
    ("email", "person.", "nickname", "firm.", "home.", "site", "account"),
    ("service", "topic", "tags", "hours", "discount", "clock", "start", "stay.", "rush"),
    ("package.", "items.0.", "note", "agree"),
)


@pytest.fixture(scope="module", autouse=True)
def _published(office: Office) -> None:
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "everything", FORM, "test")


def _fill(page: Page, names: tuple[str, ...]) -> None:
    for name, value in ANSWERS.items():
        if name.startswith(names):
            _answer(page, name, value)


def _answer(page: Page, name: str, value: str) -> None:
    control = page.locator(f'[name="{name}"]')
    kind = control.first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        page.locator(f'[name="{name}"][value="{value}"]').check()
    elif control.first.evaluate("one => one.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)


def _kept(office: Office) -> list[dict[str, Any]]:
    mine = select(Submission.answers).where(Submission.organisation_id == office.organisation_id)
    with office.app.app_context():
        return [dict(each) for each in current_session().scalars(mine.order_by(Submission.id)) if "campaign" in each]


def _look(page: Page, wide: int, scripts: bool) -> None:
    assert width(page) <= wide
    # axe is a script itself: where none runs it cannot look either.
    assert not scripts or violations(page) == []


def _complete(visitor: Visitor, size: tuple[int, int], theme: Theme, scripts: bool) -> None:
    page = visitor.open(visitor.context("", size, theme, scripts), ADDRESS)
    for number, names in enumerate(PAGES):
        _fill(page, names)
        if scripts:
            assert f"Step {number + 1} of 3" in page.inner_text("form")
        _look(page, size[0], scripts)
        if scripts and number < 2:
            page.click("[data-next]")
    page.click("[name=_add]")
    _fill(page, ("items.1.",))
    if scripts:
        assert page.locator("#field-total").inner_text() == "€14.75"
    page.click("[data-send]")
    page.wait_for_url("**/thanks*")


def test_with_and_without_scripts_the_same_answers_are_kept(visitor: Visitor, office: Office) -> None:
    _complete(visitor, DESK, "light", scripts=True)
    _complete(visitor, PHONE, "dark", scripts=True)
    _complete(visitor, PHONE, "light", scripts=False)
    kept = _kept(office)
    assert [answers.pop("number") for answers in kept] == ["A-1", "A-2", "A-3"]
    first, *others = kept
    assert others == [first, first]
    assert visitor.complaints == []


def test_questions_follow_the_answers_with_and_without_scripts(visitor: Visitor) -> None:
    for scripts in (True, False):
        page = visitor.open(visitor.context("", scripts=scripts), ADDRESS)
        if scripts:
            _fill(page, PAGES[0])
            page.click("[data-next]")
        assert not page.locator("#field-topic").is_visible()
        page.locator('[name=service][value="talk"]').check()
        assert page.locator("#field-topic").is_visible()
        page.locator('[name=service][value="plan"]').check()
        assert not page.locator("#field-topic").is_visible()


def test_a_page_is_turned_only_when_it_is_filled_in_and_its_heading_gets_the_focus(visitor: Visitor) -> None:
    page = visitor.open(visitor.context(), ADDRESS)
    page.click("[data-next]")
    assert page.locator("#field-email").evaluate("one => one === document.activeElement")
    _fill(page, PAGES[0])
    page.locator("#field-account").press("Enter")
    assert page.locator(".page-title", has_text="What you need").evaluate("one => one === document.activeElement")
    page.click("[data-back]")
    assert page.locator("#field-email").input_value() == ANSWERS["email"]


def test_a_page_with_logic_takes_four_requests(visitor: Visitor) -> None:
    context = visitor.context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    visitor.open(context, ADDRESS).wait_for_load_state("networkidle")
    assert len([url for url in asked if not url.startswith("data:")]) <= 4
