"""Submissions and the catalogue in a real browser: with the keyboard alone, and without any script."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, Visitor, violations, width
from tests.web.office import Office

pytestmark = pytest.mark.browser


def test_rows_are_ticked_and_put_aside_with_the_keyboard_alone(visitor: Visitor, office: Office) -> None:
    office.browser().submit(name="Keyed In", email="keyed@example.com")
    page = visitor.open(visitor.context("member"), "/submissions")
    expect(page.get_by_role("group", name="With the ticked ones")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Keyed In")).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_text("1 ticked")).to_be_visible()
    page.get_by_role("button", name="Spam").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 is in the spam folder now.")).to_be_visible()
    expect(page.get_by_role("link", name="Keyed In")).to_have_count(0)
    assert visitor.complaints == []


def test_without_a_script_the_bar_appears_and_works_on_a_phone(visitor: Visitor, office: Office) -> None:
    office.browser().submit(name="Paper Only", email="paper@example.com")
    page = visitor.open(visitor.context("member", PHONE, scripts=False), "/submissions")
    page.get_by_label("Tick the submission of Paper Only").check()
    page.get_by_role("button", name="Delete").click()
    assert "1 deleted." in page.content()
    page.goto(f"{visitor.address}/submissions?state=deleted")
    page.get_by_label("Tick the submission of Paper Only").check()
    page.get_by_role("button", name="Restore").click()
    assert "1 restored." in page.content()


def test_a_product_is_added_from_the_list_without_the_mouse(visitor: Visitor) -> None:
    page = visitor.open(visitor.context("member"), "/catalogue")
    page.keyboard.press("n")
    page.wait_for_url("**/catalogue/new")
    page.get_by_label("Name (English)").first.focus()
    page.keyboard.type("Massage")
    page.get_by_label("Code", exact=True).fill("massage")
    page.get_by_label("Price without VAT").fill("80,50")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Massage", level=1)).to_be_visible()
    expect(page.get_by_text("€80.50")).to_be_visible()
    assert violations(page) == []
    assert visitor.complaints == []


def test_a_correction_is_accessible_on_a_phone_and_says_what_is_wrong(visitor: Visitor, office: Office) -> None:
    office.browser().submit(name="Wrong Mail", email="wrong@example.com")
    page = visitor.open(visitor.context("member", PHONE, "dark"), "/submissions?q=wrong@")
    page.get_by_role("link", name="Wrong Mail").click()
    page.get_by_role("link", name="Correct").click()
    page.get_by_label("Email").fill("nonsense")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    assert violations(page) == []
    assert width(page) <= PHONE[0]
    visitor.complaints.clear()  # the browser notes the status 422 itself
