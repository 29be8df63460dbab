"""What tests do in the rule editor, and what the server has of it."""

import json
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.event import Event
from licorne.services import rule_drafts
from tests.web.office import Office

PAGES = {"left": {"fact": "answers.pages"}, "operator": "at_least", "right": {"value": "3"}}
RUSH = {"left": {"fact": "answers.rush"}, "operator": "is_true"}


def task(name: str) -> dict[str, Any]:
    """A step that creates a task."""
    return {"id": name, "action": "create_task", "settings": {"title": f"Do {name}", "due_days": 1}}


def begun(office: Office, *steps: dict[str, Any], **members: Any) -> str:
    """A rule with these steps that is still a draft; its id."""
    trigger = {"kind": "submission.received", "settings": {"form": "project-request"}}
    document: dict[str, Any] = {
        "schema": 1,
        "name": {"en": "Draft"},
        "trigger": trigger,
        "conditions": {"all": []},
        "steps": [*steps],
    }
    with office.app.app_context():
        return rule_drafts.create(office.organisation_id, {**document, **members}, "token:test")


def draft(office: Office, rule_id: str) -> rule_drafts.Draft:
    """The draft that the server has."""
    with office.app.app_context():
        return rule_drafts.load(office.organisation_id, rule_id)


def text(office: Office, rule_id: str) -> str:
    """Its document byte for byte, with its members in their order."""
    return json.dumps(draft(office, rule_id).document, ensure_ascii=False)


def ids(office: Office, rule_id: str) -> list[str]:
    """The steps that the server has, in their order."""
    steps: Any = draft(office, rule_id).document["steps"]
    return [one["id"] for one in steps]


def saved(page: Page) -> None:
    """Until everything is kept."""
    expect(page.locator("[data-saving=saved]")).to_be_visible(timeout=5000)


def ready(page: Page) -> Page:
    """Once the editor is drawn."""
    page.locator(".step-card").first.wait_for()
    return page


def command(page: Page, words: str) -> None:
    """One of the palette, by its first words."""
    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def insert(page: Page, words: str) -> None:
    """A step below what is selected."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def received(office: Office) -> list[str]:
    """The ids of all submissions that were received, the newest last."""
    mine = (Event.organisation_id == office.organisation_id, Event.kind == "submission.received")
    with office.app.app_context():
        return list(current_session().scalars(select(Event.id).where(*mine).order_by(Event.id)))
