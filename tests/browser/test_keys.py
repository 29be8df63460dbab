"""The command palette, single-letter keys, and live notices."""

import re

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from licorne.models.database import current_session, transaction
from licorne.models.organisation import User
from licorne.services.notices import NewNotice, create
from tests.browser.visitor import Visitor
from tests.web.office import ANSWERS, Office

pytestmark = pytest.mark.browser


def test_the_palette_opens_pages_and_loses_no_keystroke(visitor: Visitor) -> None:
    page = visitor.open(visitor.context("member"), "/inbox")
    page.keyboard.press("Control+k")
    page.keyboard.type("invoi")
    expect(page.get_by_role("combobox")).to_have_value("invoi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/invoices")
    assert visitor.complaints == []


def test_j_walks_the_rows_and_enter_opens(visitor: Visitor) -> None:
    page = visitor.open(visitor.context("member"), "/contacts")
    first = page.locator("tbody tr").first.get_by_role("link").first.get_attribute("href")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}$"))
    assert page.url == visitor.address + str(first)


def test_letters_are_letters_inside_a_field(visitor: Visitor) -> None:
    page = visitor.open(visitor.context("member"), "/contacts")
    page.keyboard.press("/")
    page.keyboard.type("jk?")
    expect(page.get_by_role("searchbox")).to_have_value("jk?")


def test_single_letters_can_be_turned_off(visitor: Visitor) -> None:
    context = visitor.context("member")
    page = visitor.open(context, "/account")
    page.get_by_role("button", name="Turn single-letter keys off").click()
    page.get_by_role("button", name="Turn single-letter keys on").wait_for()
    page.goto(visitor.address + "/contacts")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("Control+k")
    expect(page.locator("dialog[open]")).to_have_count(1)


def test_the_list_of_keys_names_those_of_the_page(visitor: Visitor) -> None:
    page = visitor.open(visitor.context("member"), "/contacts")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next row")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_notice_shows_within_two_seconds_while_a_page_is_open(visitor: Visitor, office: Office) -> None:
    page = visitor.open(visitor.context("viewer"), "/inbox")
    expect(page.locator("[data-unread]")).to_be_hidden()
    page.wait_for_timeout(3000)  # until the stream stands, also where pages that were left just now still had its place
    with office.app.app_context(), transaction() as session:
        user = current_session().scalar(select(User.id).where(User.email == "viewer@example.org"))
        create(session, office.organisation_id, NewNotice(str(user), "reminder", {"text": "Call Ada"}, "/tasks"))
    toast = page.locator(".toast", has_text="Call Ada")
    expect(toast).to_be_visible(timeout=2000)
    expect(page.get_by_role("status")).to_have_text("Call Ada")  # what screen readers say, from a region that was there
    expect(page.locator("[data-unread]")).to_have_text("1")
    page.get_by_role("button", name="Close").click()
    expect(toast).to_have_count(0)
    assert visitor.complaints == []


def test_the_public_form_works_without_a_script(visitor: Visitor) -> None:
    page = visitor.open(visitor.context("", scripts=False), "/f/project-request")
    for name in ("name", "email", "pages"):
        page.locator(f"[name={name}]").fill(str(ANSWERS[name]))
    page.locator("[name=service]").first.check()
    page.locator("[name=consent]").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks?lang=en")
    expect(page.get_by_role("status")).to_be_visible()


def _notify(office: Office, role: str, text: str) -> None:
    with office.app.app_context(), transaction() as session:
        user = current_session().scalar(select(User.id).where(User.email == f"{role}@example.org"))
        create(session, office.organisation_id, NewNotice(str(user), "reminder", {"text": text}, "/tasks"))


def test_notices_come_again_after_the_stream_was_refused_for_a_while(visitor: Visitor, office: Office) -> None:
    refused: list[str] = []

    def away(route: Route) -> None:
        refused.append(route.request.method)
        route.fulfill(status=503) if len(refused) < 3 else route.continue_()

    context = visitor.context("member")
    context.route("**/notices/stream*", away)
    page = visitor.open(context, "/inbox")
    for _ in range(200):  # it tries again after a while
        page.wait_for_timeout(0 if len(refused) > 3 else 100)
    assert refused[:4] == ["GET", "HEAD", "HEAD", "GET"]
    _notify(office, "member", "Call Bob")
    # Patience of a busy machine: that the notice comes is asked here, how fast is the bench's.
    expect(page.locator(".toast", has_text="Call Bob")).to_be_visible(timeout=15_000)


def test_whoever_turns_pages_fast_hears_of_notices_all_the_same(visitor: Visitor, office: Office) -> None:
    page = visitor.open(visitor.context("member"), "/inbox")
    for address in ("/contacts", "/invoices", "/tasks", "/rules", "/inbox"):
        page.goto(visitor.address + address)  # more pages than one sign-in has streams
    page.wait_for_timeout(5000)
    _notify(office, "member", "Call Eve")
    expect(page.locator(".toast", has_text="Call Eve")).to_be_visible(timeout=5000)


def test_who_is_signed_out_is_not_asked_for_notices_again(visitor: Visitor) -> None:
    asked: list[str] = []

    def forbidden(route: Route) -> None:
        asked.append(route.request.method)
        route.fulfill(status=403)

    context = visitor.context("member")
    context.route("**/notices/stream*", forbidden)
    page = visitor.open(context, "/inbox")
    page.wait_for_timeout(4000)
    assert asked == ["GET", "HEAD"]
