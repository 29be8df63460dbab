"""Rules in a browser: live within three clicks, tried on what has happened, readable by everybody in both themes and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import DESK, PHONE, Theme, Visitor, violations, width
from tests.web.office import Office

pytestmark = pytest.mark.browser


def test_a_rule_from_the_gallery_is_live_after_three_clicks(visitor: Visitor) -> None:
    page = visitor.open(visitor.context("member"), "/rules")
    page.get_by_role("link", name="New rule").click()
    page.get_by_role("button", name="Begin with “Request → invoice, mail, task, reminder”").click()
    page.get_by_role("button", name="Publish").click()
    expect(page).to_have_url(re.compile(r"/rules/[0-9a-f-]+$"))
    expect(page.get_by_text("Live").first).to_be_visible()
    assert visitor.complaints == []


@pytest.mark.parametrize(("theme", "size"), [("light", DESK), ("dark", PHONE)])
def test_a_trial_is_accessible_and_fits(visitor: Visitor, office: Office, theme: Theme, size: tuple[int, int]) -> None:
    office.browser().submit()
    page = visitor.open(visitor.context("member", size, theme), "/rules/new")
    assert (violations(page), width(page) <= size[0]) == ([], True)
    page.get_by_role("button", name="Begin with “Welcome a new contact”").click()
    expect(page.get_by_text("would be done").or_(page.get_by_text("would not be reached")).first).to_be_visible()
    page.get_by_text("Write it as JSON").click()
    assert (violations(page), width(page) <= size[0]) == ([], True)
    assert visitor.complaints == []
