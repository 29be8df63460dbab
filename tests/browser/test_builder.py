"""Building a form in a real browser: by keyboard, by touch, undone and done again."""

import time

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.builder import EMAIL, add_by_keyboard, begin, begun, ids, kept, question, saved, text
from tests.browser.visitor import DESK, PHONE, Theme, Visitor, violations, width
from tests.web.office import Office

pytestmark = pytest.mark.browser

#: Type to find, label to write: one action each.
SIX = [
    ("Name of a person", "Your name"),
    ("E-mail address", "Your e-mail"),
    ("Phone number", "Phone"),
    ("One of several", "What do you need?"),
    ("Day", "Needed by"),
    ("Long text", "Anything else?"),
]


def test_six_fields_are_built_and_published_by_keyboard_within_a_minute_and_fourteen_actions(
    visitor: Visitor, office: Office
) -> None:
    page = visitor.open(visitor.context("member"), "/forms")
    started, actions = time.monotonic(), 0
    form_id = begin(page)
    actions += 2  # "New form", "Begin empty"
    for kind, label in SIX:
        add_by_keyboard(page, kind, label)
        actions += 1
    page.keyboard.press("Control+Enter")
    page.locator("#publish-slug").fill("keyboard-only")
    page.keyboard.press("Enter")
    actions += 2  # the command, and the address with its confirmation
    expect(page.locator("#done-url")).to_have_value(f"{visitor.address}/f/keyboard-only")
    assert time.monotonic() - started < 60
    assert actions <= 14
    assert ids(office, form_id) == [
        "your_name",
        "your_e_mail",
        "phone",
        "what_do_you_need",
        "needed_by",
        "anything_else",
    ]
    page.goto(f"{visitor.address}/f/keyboard-only")
    expect(page.get_by_label("Your e-mail")).to_be_visible()
    assert visitor.complaints == []


def test_six_fields_are_built_and_published_by_touch_on_a_phone(visitor: Visitor, office: Office) -> None:
    page = visitor.open(on_a_phone(visitor, office), "/forms/new")
    started, actions = time.monotonic(), 1
    page.get_by_role("button", name="Begin empty").tap()
    for kind, label in SIX:
        page.locator(".phone-bar").get_by_role("button", name="Add").tap()
        page.locator(".side-box.kinds").get_by_role("button", name=kind, exact=True).tap()
        page.keyboard.type(label)
        page.keyboard.press("Enter")
        actions += 1
    page.get_by_role("button", name="Publish", exact=True).tap()
    page.locator("#publish-slug").fill("by-touch")
    page.get_by_role("button", name="Publish now").tap()
    actions += 2
    expect(page.locator("#done-url")).to_have_value(f"{visitor.address}/f/by-touch")
    assert time.monotonic() - started < 60
    assert actions <= 14
    assert width(page) <= PHONE[0]
    assert visitor.complaints == []


def test_a_pasted_list_becomes_fields_of_guessed_types_in_one_action(visitor: Visitor, office: Office) -> None:
    page = visitor.open(visitor.context("member"), "/forms")
    form_id = begin(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("paste")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("Name*\nE-mail*\nService: Website, Branding, Photos\nBudget\nNeeded by (date)\nMessage")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-grip]")).to_have_count(6)
    saved(page)
    fields = kept(office, form_id)["fields"]
    assert [one["type"] for one in fields] == ["text", "email", "choice", "money", "date", "long_text"]
    assert kept(office, form_id)["contact"] == {"key": "email", "map": {"email": "e_mail"}}


def test_fifty_steps_undone_and_done_again_end_byte_for_byte_the_same(visitor: Visitor, office: Office) -> None:
    form_id = begun(office, EMAIL, *(question(name) for name in ("one", "two", "three")))
    page = visitor.open(visitor.context("member"), f"/forms/{form_id}/edit")
    saved(page)
    before = text(kept(office, form_id))
    page.locator("[data-grip=two]").click()
    for _ in range(10):  # five steps each
        page.keyboard.press("Alt+ArrowUp")
        page.keyboard.press("Control+d")
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Delete")
        page.keyboard.press("Alt+ArrowDown")
    saved(page)
    after = text(kept(office, form_id))
    steps = 0
    while page.get_by_role("button", name="Undo").is_enabled():
        page.keyboard.press("Control+z")
        steps += 1
    saved(page)
    assert text(kept(office, form_id)) == before
    assert steps >= 40
    for _ in range(steps):
        page.keyboard.press("Control+Shift+z")
    saved(page)
    assert text(kept(office, form_id)) == after


def test_a_default_is_a_fixed_value_or_a_formula(visitor: Visitor, office: Office) -> None:
    pages = {"id": "pages", "type": "number", "label": {"en": "Pages"}}
    day = {"id": "day", "type": "date", "label": {"en": "Day"}}
    form_id = begun(office, EMAIL, pages, {"id": "price", "type": "money", "label": {"en": "Price"}}, day)
    page = visitor.open(visitor.context("member"), f"/forms/{form_id}/edit")
    page.locator("[data-place=price]").click()
    page.get_by_role("button", name="Fill in by a formula").click()
    page.get_by_label("Filled in by a formula").fill("pages × 240")
    saved(page)
    price, when = kept(office, form_id)["fields"][2:]
    assert price["default"] == {"formula": {"call": "multiply", "args": [{"fact": "answers.pages"}, {"value": "240"}]}}
    assert "default" not in when
    assert violations(page) == []
    page.locator("[data-place=day]").click()
    page.get_by_role("button", name="Fill in by a formula").click()
    saved(page)
    assert kept(office, form_id)["fields"][3]["default"] == {"formula": {"call": "today", "args": []}}
    page.get_by_role("button", name="Fill in a fixed value").click()
    saved(page)
    assert "default" not in kept(office, form_id)["fields"][3]
    assert visitor.complaints == []


def test_fields_are_moved_and_added_by_mouse(visitor: Visitor, office: Office) -> None:
    form_id = begun(office, EMAIL, question("one"), question("two"))
    page = visitor.open(visitor.context("member"), f"/forms/{form_id}/edit")
    grip, target = page.locator("[data-grip=two]").bounding_box(), page.locator("[data-place=email]").bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 30, steps=6)
    page.mouse.move(target["x"] + 40, target["y"] + 4, steps=3)
    expect(page.locator(".drop-marker")).to_be_visible()
    page.mouse.up()
    saved(page)
    assert ids(office, form_id) == ["two", "email", "one"]
    kind = page.locator("[data-kind=phone]").bounding_box()
    assert kind is not None
    page.mouse.move(kind["x"] + 8, kind["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 4, steps=8)
    page.mouse.up()
    expect(page.locator("[data-grip]").first).to_have_attribute("data-grip", "phone")


def test_a_field_is_moved_by_a_finger_on_a_phone(visitor: Visitor, office: Office) -> None:
    form_id = begun(office, EMAIL, question("one"), question("two"))
    page = visitor.open(on_a_phone(visitor, office), f"/forms/{form_id}/edit")
    grip, target = page.locator("[data-grip=two]").bounding_box(), page.locator("[data-place=email]").bounding_box()
    assert grip is not None
    assert target is not None
    fingers = page.context.new_cdp_session(page)
    start, end = (grip["x"] + 12, grip["y"] + 12), (target["x"] + 40, target["y"] + 4)
    for kind, share in (("touchStart", 0.0), *(("touchMove", step / 8) for step in range(1, 9)), ("touchEnd", 1.0)):
        at = [{"x": start[0] + (end[0] - start[0]) * share, "y": start[1] + (end[1] - start[1]) * share}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if kind == "touchEnd" else at})
    saved(page)
    expect(page.locator("[data-grip]").first).to_have_attribute("data-grip", "two")


def on_a_phone(visitor: Visitor, office: Office) -> BrowserContext:
    """A member's phone, which is touched."""
    context = visitor.browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True, is_mobile=True, locale="en-GB"
    )
    visitor.contexts.append(context)
    cookie = office.signed_in("member").client.get_cookie("licorne_session")
    assert cookie is not None
    context.add_cookies([{"name": "licorne_session", "value": cookie.value, "url": visitor.address}])
    return context


def test_several_fields_are_chosen_copied_and_pasted(visitor: Visitor, office: Office) -> None:
    form_id = begun(office, EMAIL, question("one"), question("two"))
    context = visitor.context("member")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=visitor.address)
    page = visitor.open(context, f"/forms/{form_id}/edit")
    page.locator("[data-grip=one]").click()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".piece.on")).to_have_count(2)
    page.locator("[data-grip=email]").click()
    page.locator("[data-grip=one]").click(modifiers=["Control"])
    page.locator("[data-grip=two]").click(modifiers=["Control"])
    page.locator("[data-grip=email]").click(modifiers=["Control"])
    expect(page.locator(".piece.on")).to_have_count(2)
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(page.locator("[data-grip]")).to_have_count(5)
    saved(page)
    assert ids(office, form_id) == ["email", "one", "two", "one_2", "two_2"]


def test_a_problem_leads_to_its_field(visitor: Visitor, office: Office) -> None:
    form_id = begun(office, EMAIL, {**question("one"), "label": {}})
    page = visitor.open(visitor.context("member"), f"/forms/{form_id}/edit")
    page.get_by_role("button", name="Preview", exact=True).focus()
    page.locator(".settings .problem").first.click()
    expect(page.locator("[data-label=one]")).to_be_focused()
    page.keyboard.type("A label")
    expect(page.locator(".problem-box")).to_have_count(0)


@pytest.mark.parametrize(("theme", "size"), [("light", DESK), ("dark", PHONE)])
def test_every_panel_of_the_builder_is_accessible_and_fits(
    visitor: Visitor, office: Office, theme: Theme, size: tuple[int, int]
) -> None:
    page = visitor.open(visitor.context("member", size, theme), "/forms/new")
    wrong = {"gallery": violations(page)}
    page.get_by_role("button", name="Begin with “Order”").click()
    page.locator("[data-grip='items.amount']").wait_for()
    wrong["canvas"] = violations(page)
    for tab in ("Field", "Logic", "Form", "Theme", "Versions"):
        if size == PHONE:
            page.locator(".phone-bar").get_by_role("button", name="Settings").click()
            page.wait_for_timeout(300)
        page.get_by_role("tab", name=tab, exact=True).click()
        if tab == "Field":
            page.locator("[data-grip='items.amount']").dispatch_event("focus")
        if tab == "Logic":
            page.get_by_role("button", name="Add a rule").click()
            page.get_by_role("button", name="Add a condition").click()
        wrong[tab] = violations(page)
        assert width(page) <= size[0]
        if size == PHONE:
            page.locator(".side-box.settings").get_by_role("button", name="Close").click()
    assert {place: found for place, found in wrong.items() if found} == {}
    assert visitor.complaints == []


def test_the_preview_is_the_public_page_in_every_language_width_and_theme(visitor: Visitor, office: Office) -> None:
    page = visitor.open(visitor.context("member"), "/forms/new")
    page.get_by_role("button", name="Begin with “Book an appointment”").click()
    page.get_by_role("button", name="Preview", exact=True).click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Book an appointment")
    stage = page.locator(".stage")
    stage.get_by_role("button", name="Français").click()
    stage.get_by_role("button", name="Phone").click()
    stage.get_by_role("button", name="Dark").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Prendre rendez-vous")
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    frame.get_by_role("button", name="Demander ce rendez-vous").click()
    expect(frame.locator("[data-errors]")).to_be_visible()
    visitor.complaints.clear()  # the browser notes the status 422 itself


def test_windows_are_accessible_and_give_the_focus_back(visitor: Visitor, office: Office) -> None:
    form_id = begun(office, EMAIL)
    page = visitor.open(visitor.context("member"), f"/forms/{form_id}/edit")
    grip = page.locator("[data-grip=email]")
    wrong = {}
    for key in ("Control+k", "/", "?", "Control+Enter"):
        grip.click()
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_have_count(1)
        wrong[key] = violations(page)
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(grip).to_be_focused()
    assert {key: found for key, found in wrong.items() if found} == {}
    assert visitor.complaints == []


def test_limits_and_what_an_answer_says_about_the_contact_are_set_in_panels(visitor: Visitor, office: Office) -> None:
    form_id = begun(office, EMAIL, question("who"))
    page = visitor.open(visitor.context("member"), f"/forms/{form_id}/edit")
    page.locator("[data-grip=who]").click()
    page.get_by_text("Fills in the contact’s").first.click()
    page.get_by_role("checkbox", name="Name", exact=True).check()
    page.get_by_role("tab", name="Form", exact=True).click()
    page.get_by_label("Answers in all").fill("50")
    page.get_by_label("How often").select_option("contact")
    page.get_by_label("Sites that may hold the form").fill("https://www.example.com")
    saved(page)
    document = kept(office, form_id)
    assert document["contact"] == {"key": "email", "map": {"email": "email", "name": "who"}}
    assert document["limits"] == {"total": 50, "once_per": "contact"}
    assert document["embed"] == {"origins": ["https://www.example.com"]}
    expect(page.locator(".problem-box")).to_have_count(0)


def test_what_customers_may_do_after_sending_is_set_in_a_panel(visitor: Visitor, office: Office) -> None:
    form_id = begun(office, EMAIL)
    page = visitor.open(visitor.context("member"), f"/forms/{form_id}/edit")
    page.get_by_role("tab", name="Form", exact=True).click()
    page.get_by_label("Offer the document that the rules make").check()
    page.get_by_label("Days to come back by a link").fill("14")
    page.get_by_role("checkbox", name="correct it").check()
    saved(page)
    assert violations(page) == []
    document = kept(office, form_id)
    assert (document["after"], document["thanks"]) == ({"days": 14, "edit": True}, {"document": True})
    page.get_by_label("Days to come back by a link").fill("")
    saved(page)
    assert "after" not in kept(office, form_id)
    expect(page.get_by_role("checkbox", name="correct it")).to_have_count(0)


def test_what_only_some_places_can_do_is_offered_there_alone(visitor: Visitor, office: Office) -> None:
    row = {"id": "rows", "type": "section", "label": {"en": "Rows"}, "fields": [EMAIL | {"id": "other", "required": False}]}
    when = {"left": {"fact": "answers.who"}, "operator": "is", "right": {"value": "x"}}
    form_id = begun(office, EMAIL, question("who"), question("why") | {"shown_if": when}, row)
    page = visitor.open(visitor.context("member"), f"/forms/{form_id}/edit")
    past = page.get_by_role("option", name="exists in past submissions")
    code = page.get_by_label("Ask for a code that is sent to it")
    page.locator("[data-grip=why]").click()
    expect(page.get_by_label("Comparison").first).to_be_visible()
    expect(past).to_have_count(0)
    page.locator("[data-grip=email]").click()
    expect(code).to_be_visible()
    page.locator("[data-grip='rows.other']").click()
    expect(page.get_by_role("textbox", name="Label", exact=True)).to_be_visible()
    expect(code).to_have_count(0)
    page.get_by_role("tab", name="Logic", exact=True).click()
    page.get_by_role("button", name="Add a rule").click()
    page.get_by_role("button", name="Add a condition").first.click()
    expect(past.first).to_be_attached()


def test_a_password_places_and_the_time_trap_are_set_in_panels(visitor: Visitor, office: Office) -> None:
    options = [{"value": name, "label": {"en": name.title()}} for name in ("morning", "evening")]
    form_id = begun(office, EMAIL, {"id": "when", "type": "choice", "label": {"en": "When"}, "options": options})
    page = visitor.open(visitor.context("member"), f"/forms/{form_id}/edit")
    page.get_by_role("tab", name="Form", exact=True).click()
    page.get_by_label("Password", exact=True).fill("abc")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_text("A password needs at least 4 characters.")).to_be_visible()
    page.get_by_label("Password", exact=True).fill("open sesame")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_text("A password is set.")).to_be_visible()
    page.get_by_text("Places for each option of “When”").click()
    page.get_by_label("Morning").fill("12")
    page.get_by_label("Say how many are left").check()
    page.get_by_label("Seconds that a person needs at least").fill("3")
    saved(page)
    assert violations(page) == []
    document = kept(office, form_id)
    assert document["limits"].pop("password").startswith("$argon2id$")
    assert document["limits"] == {"per_option": {"when": {"morning": 12}}, "shows_left": True}
    assert document["spam"] == {"min_seconds": 3}
    assert "open sesame" not in text(document)
    page.get_by_role("button", name="Remove the password").click()
    saved(page)
    assert "password" not in kept(office, form_id)["limits"]
    visitor.complaints = [one for one in visitor.complaints if "422" not in one]
    assert visitor.complaints == []


def test_a_colour_that_cannot_be_read_is_refused_and_the_nearest_offered(visitor: Visitor, office: Office) -> None:
    form_id = begun(office, EMAIL)
    page = visitor.open(visitor.context("member"), f"/forms/{form_id}/edit")
    page.get_by_role("tab", name="Theme").click()
    page.locator("[data-setting=accent]").fill("#77c0ff")
    expect(page.locator(".ratio.no")).to_contain_text("1.9 : 1")
    expect(page.locator(".problem-box")).to_contain_text("contrast of 1.9 to 1")
    page.get_by_role("button", name="Take the nearest that can be read").click()
    expect(page.locator(".problem-box")).to_have_count(0)
