"""Every page in both themes, at a desk and on a phone: WCAG 2.2 AA, no sideways scrolling, no complaint of the browser."""

import re

import pytest

from tests.browser.visitor import DESK, PHONE, Theme, Visitor, violations, width
from tests.web.office import Office, links

pytestmark = pytest.mark.browser

PUBLIC = ["/f/project-request", "/f/project-request?lang=fr", "/f/project-request/thanks", "/login", "/login?lang=fr"]
#: Forms that are posted, files, and the stream.
NOT_PAGES = re.compile(
    r"/(pdf|body|stream|logout|preferences/.*|paid|complete|read|open|end|role|remove|retry|done|cancel|invitations"
    r"|apart/ID|password|withdraw|archive|restore|prices|bulk|views|export\.(csv|xlsx)|duplicate|forms/import)$"
)


def staff_pages(office: Office) -> list[str]:
    """One address of each kind of page, found by following links."""
    browser = office.signed_in("owner")
    seen: dict[str, str] = {}
    todo = ["/inbox"]
    while todo:
        path = todo.pop()
        kind = re.sub(r"[0-9a-f-]{36}", "ID", path).partition("?")[0]
        if kind in seen or (NOT_PAGES.search(kind) and kind != "/tasks/done") or kind.startswith("/f/") or kind == "/":
            continue
        seen[kind] = path
        todo += links(browser.get(path).text)
    assert len(seen) > 18, sorted(seen)
    return sorted(seen.values())


@pytest.mark.parametrize(("theme", "size"), [("light", DESK), ("dark", PHONE)])
def test_staff_pages_are_accessible_and_fit(visitor: Visitor, office: Office, theme: Theme, size: tuple[int, int]) -> None:
    context = visitor.context("owner", size, theme)
    wrong = {}
    for path in staff_pages(office):
        page = visitor.open(context, path)
        found = violations(page)
        if found or width(page) > size[0]:
            wrong[path] = (found, width(page))
        page.close()
    assert wrong == {}
    assert visitor.complaints == []


@pytest.mark.parametrize(("theme", "size"), [("light", DESK), ("dark", PHONE)])
def test_public_pages_are_accessible_and_fit(visitor: Visitor, theme: Theme, size: tuple[int, int]) -> None:
    context = visitor.context("", size, theme)
    wrong = {}
    for path in PUBLIC:
        page = visitor.open(context, path)
        found = violations(page)
        if found or width(page) > size[0]:
            wrong[path] = (found, width(page))
        page.close()
    assert wrong == {}
    assert visitor.complaints == []


def test_french_fits_on_a_phone(visitor: Visitor, office: Office) -> None:
    context = visitor.context("owner", PHONE)
    context.add_cookies([{"name": "licorne_language", "value": "fr", "url": visitor.address}])
    wide = {}
    for path in staff_pages(office):
        page = visitor.open(context, path)
        if width(page) > PHONE[0]:
            wide[path] = width(page)
        page.close()
    assert wide == {}


def test_a_refused_form_is_accessible(visitor: Visitor) -> None:
    page = visitor.open(visitor.context("", PHONE), "/f/project-request")
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("[data-errors]")
    assert violations(page) == []
    assert page.evaluate("document.activeElement.hasAttribute('data-errors')")
    visitor.complaints.clear()  # the browser notes the status 422 itself
