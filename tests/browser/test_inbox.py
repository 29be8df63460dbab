"""The inbox by one key each, and a back-test that is watched."""

from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from licorne.models.database import current_session, transaction
from licorne.models.flow import Wait
from licorne.models.organisation import User
from licorne.models.rule import Rule
from licorne.models.work import Task
from licorne.services import back_tests, publishing
from tests.browser.visitor import DESK, PHONE, Theme, Visitor, violations, width
from tests.web.office import Office

pytestmark = pytest.mark.browser
ASK: dict[str, Any] = {"ask": ["role:member"], "title": "Send it to {{ contact.name }}"}
RULE: dict[str, Any] = {
    "schema": 1,
    "name": {"en": "Ask"},
    "trigger": {"kind": "submission.received", "settings": {"form": "project-request"}},
    "steps": [{"id": "ok", "kind": "approval", "settings": ASK}],
}


@pytest.fixture(scope="module")
def busy(office: Office) -> Office:
    """An office whose member is asked twice and has tasks."""
    with office.app.app_context():
        publishing.publish_rule(office.organisation_id, "ask", RULE, "system")
    for name in ("Bob", "Eve"):
        office.browser().submit(name=name, email=f"{name}@example.com")
    office.work()
    with office.app.app_context(), transaction() as session:
        me = session.scalar(select(User.id).where(User.email == "member@example.org"))
        session.execute(update(Task).where(Task.organisation_id == office.organisation_id).values(assignee_id=me))
    return office


def decisions(office: Office) -> list[tuple[Any, Any]]:
    """What was decided, in the order in which it was asked."""
    with office.app.app_context():
        mine = Wait.organisation_id == office.organisation_id
        waits = current_session().scalars(select(Wait).where(mine).order_by(Wait.id))
        return [(one["granted"], one["reason"]) for wait in waits for one in wait.decisions]


@pytest.mark.parametrize(("theme", "size"), [("light", DESK), ("dark", PHONE)])
def test_the_inbox_is_accessible_with_all_its_answers_open(
    visitor: Visitor, busy: Office, theme: Theme, size: tuple[int, int]
) -> None:
    page = visitor.open(visitor.context("member", size, theme), "/inbox")
    for summary in page.locator("main summary").all():
        summary.click()
    assert (violations(page), width(page) <= size[0]) == ([], True)
    assert visitor.complaints == []


def test_what_waits_is_answered_by_one_key_each(visitor: Visitor, busy: Office) -> None:
    page = visitor.open(visitor.context("member"), "/inbox")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Approve")
    page.keyboard.press("Escape")
    page.keyboard.press("a")  # nothing is in focus yet: the first row takes it, and nothing else happens
    expect(page.get_by_role("link", name="Send it to Bob")).to_be_focused()
    assert decisions(busy) == []
    page.keyboard.press("a")
    expect(page.get_by_text("Approved.")).to_be_visible()
    expect(page.get_by_role("link", name="Send it to Eve")).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("Too dear, a lot")
    page.locator("main details[open]").get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("Refused.")).to_be_visible()
    assert decisions(busy) == [(True, ""), (False, "Too dear, a lot")]
    tasks = page.locator("section[aria-labelledby=duties-h] .what")
    before = tasks.count()
    for left, key in ((before - 1, "c"), (before - 2, "s")):
        page.keyboard.press("j")
        page.keyboard.press(key)
        expect(tasks).to_have_count(left)
    assert visitor.complaints == []


def test_a_back_test_shows_by_itself_that_it_has_finished(visitor: Visitor, busy: Office) -> None:
    with busy.app.app_context():
        mine = (Rule.organisation_id == busy.organisation_id, Rule.slug == "ask")
        rule = str(current_session().scalar(select(Rule.id).where(*mine)))
        back_tests.begin(busy.organisation_id, rule, RULE, "system")
    page = visitor.open(visitor.context("member"), f"/rules/{rule}/back-test")
    expect(page.get_by_role("heading", name="At it")).to_be_visible()
    assert violations(page) == []
    busy.work()
    expect(page.get_by_role("heading", name="Finished")).to_be_visible()
    assert violations(page) == []
    assert visitor.complaints == []
