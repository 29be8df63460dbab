"""Every page in both themes, at a desk and on a phone: WCAG 2.2 AA, no sideways scrolling, no complaint of the browser."""

import re
from typing import Any

import pytest

from licorne.services import passwords, publishing
from tests.browser.visitor import PHONE, Visitor, faults, violations, width
from tests.web.every_question import FORM as EVERYTHING
from tests.web.office import ANSWERS, Office, links

pytestmark = pytest.mark.browser

PUBLIC = ["/f/project-request", "/f/project-request?lang=fr", "/f/project-request/thanks", "/login", "/login?lang=fr"]
#: Forms that are posted, files, and the stream.
NOT_PAGES = re.compile(
    r"/(pdf|body|stream|logout|preferences/.*|paid|complete|read|open|end|role|remove|retry|done|cancel|invitations"
    r"|rules/release|press|snooze|wake|assign|approvals/ID|apart/ID|fill/ID/link|password|withdraw|archive|restore|prices|bulk|views|export\.(csv|xlsx)|duplicate|publish|forms/import)$"
)


@pytest.fixture(scope="module")
def gates(office: Office) -> list[str]:
    """Pages that stand before a form, options that are taken, and the page of saved answers in its states."""
    with office.app.app_context():
        demo: Any = publishing.export_form(office.organisation_id, "project-request")
        limits: dict[str, Any] = {
            "locked": {"password": passwords.hashed_for_form("open sesame")},
            "taken": {"per_option": {"service": {"website": 0, "branding": 3}}, "shows_left": True},
            "full": {"total": 1},
        }
        for slug, one in limits.items():
            publishing.publish_form(office.organisation_id, slug, demo | {"limits": one}, "test")
        publishing.publish_form(office.organisation_id, "everything", EVERYTHING, "test")
    browser = office.browser()
    assert browser.post("/f/full", "/f/full", **ANSWERS).status_code == 303
    saved = browser.post("/f/everything?lang=en", "/f/everything?lang=en", _save="1").location
    return ["/f/locked", "/f/locked?lang=fr", "/f/taken", "/f/taken?lang=fr", "/f/full", saved, f"{saved}&mailed=1"]


def test_a_wrong_password_and_a_wrong_address_are_accessible(visitor: Visitor, gates: list[str]) -> None:
    saved = next(path for path in gates if "resume=" in path)
    for path, box, word, button in (
        ("/f/locked", "Password", "guess", "Continue"),
        (saved, "Have it mailed to", "nobody", "Send me the link"),
    ):
        page = visitor.open(visitor.context("", PHONE, "dark"), path)
        page.get_by_label(box).fill(word)
        page.get_by_role("button", name=button).click()
        page.wait_for_selector(".q-error")
        assert (violations(page), width(page) <= PHONE[0]) == ([], True), path
    visitor.complaints.clear()  # the browser notes the status itself


def test_the_page_that_waits_for_a_code_is_accessible_with_and_without_a_wrong_one(
    visitor: Visitor, office: Office
) -> None:
    with office.app.app_context():
        demo: Any = publishing.export_form(office.organisation_id, "project-request")
        fields = [one | {"verify": True} if one["type"] == "email" else one for one in demo["fields"]]
        publishing.publish_form(office.organisation_id, "verified", demo | {"fields": fields}, "test")
    page = visitor.open(visitor.context(), "/f/verified?lang=en")
    page.evaluate(
        """answers => { const form = document.querySelector("form[data-form]");
        for (const [name, value] of Object.entries(answers)) {
            const all = [...form.querySelectorAll(`[name="${name}"]`)];
            const one = all.find((each) => each.value === value && each.type !== "text") ?? all[0];
            if (one.type === "radio" || one.type === "checkbox") one.checked = true; else one.value = value;
        } form.submit(); }""",
        ANSWERS | {"email": "code@example.com"},
    )
    box = page.get_by_label("Code that was sent to code@example.com")
    box.wait_for()
    assert faults(page) == []
    box.fill("nothing")
    page.get_by_role("button", name="Confirm and send").click()
    page.wait_for_selector(".q-error")
    assert faults(page) == []
    visitor.complaints.clear()  # the browser notes the status itself


def test_a_code_is_sent_from_whichever_page_of_a_form_is_shown(visitor: Visitor, office: Office) -> None:
    with office.app.app_context():
        demo: Any = publishing.export_form(office.organisation_id, "project-request")
        (email,) = (one for one in demo["fields"] if one["type"] == "email")
        rest = (one for one in demo["fields"] if one["type"] not in ("email", "consent") and not one.get("shown_if"))
        fields = [email | {"verify": True}, *(one | {"required": False} for one in rest)]
        fields.append({"id": "second", "type": "page_break", "label": {"en": "Second"}})
        fields.append({"id": "more", "type": "text", "label": {"en": "More"}})
        publishing.publish_form(office.organisation_id, "paged", demo | {"fields": fields}, "test")
    page = visitor.open(visitor.context(), "/f/paged?lang=en")
    page.locator("[name=name]").fill("Ada")
    page.locator("[name=email]").fill("paged@example.com")
    page.get_by_role("button", name="Next").click()
    page.locator("[data-send]").click()
    page.get_by_label("Code that was sent to paged@example.com").fill("nothing")
    page.get_by_role("button", name="Confirm and send").click()
    page.wait_for_selector(".q-error")
    visitor.complaints.clear()  # the browser notes the status itself


def test_what_is_fully_booked_is_said_and_cannot_be_chosen(visitor: Visitor, gates: list[str]) -> None:
    page = visitor.open(visitor.context(), next(path for path in gates if "taken" in path))
    booked = page.get_by_role("radio", name="(fully booked)")
    assert booked.is_disabled()
    assert page.get_by_role("radio", name="(3 left)").is_enabled()
    assert visitor.complaints == []


@pytest.fixture(scope="module")
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


@pytest.mark.parametrize("half", [0, 1])
def test_staff_pages_are_accessible_and_fit(visitor: Visitor, staff_pages: list[str], half: int) -> None:
    assert visitor.faults(visitor.context("owner"), staff_pages[half::2]) == {}
    assert visitor.complaints == []


def test_public_pages_are_accessible_and_fit(visitor: Visitor, gates: list[str]) -> None:
    assert visitor.faults(visitor.context(), [*PUBLIC, *gates]) == {}
    assert visitor.complaints == []


def test_french_fits_on_a_phone(visitor: Visitor, staff_pages: list[str]) -> None:
    context = visitor.context("owner", PHONE)
    context.add_cookies([{"name": "licorne_language", "value": "fr", "url": visitor.address}])
    page, wide = visitor.page(context), {}
    for path in staff_pages:
        page.goto(visitor.address + path)
        if width(page) > PHONE[0]:
            wide[path] = width(page)
    assert wide == {}


def test_a_refused_form_is_accessible(visitor: Visitor) -> None:
    page = visitor.open(visitor.context("", PHONE), "/f/project-request")
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("[data-errors]")
    assert violations(page) == []
    assert page.evaluate("document.activeElement.hasAttribute('data-errors')")
    visitor.complaints.clear()  # the browser notes the status 422 itself
