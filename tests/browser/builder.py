"""What tests do in the form builder, and what the server has of it."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from licorne.services import drafts
from tests.web.office import Office


def begin(page: Page) -> str:
    """From the list of forms to an empty one in the builder, by keyboard; its id."""
    page.keyboard.press("c")
    page.wait_for_url("**/forms/new")
    page.keyboard.press("c")
    page.wait_for_url("**/edit")
    page.locator(".empty-form").wait_for()
    return page.url.split("/")[-2]


def add_by_keyboard(page: Page, kind: str, label: str) -> None:
    """One action: a question of this type, with its label."""
    page.keyboard.press("/")
    page.keyboard.type(kind)
    page.keyboard.press("Enter")
    page.keyboard.type(label)
    page.keyboard.press("Enter")


def begun(office: Office, *fields: dict[str, Any]) -> str:
    """A form with these fields that is still a draft; its id."""
    document: dict[str, Any] = {
        "schema": 1, "title": {"en": "Draft"}, "default_language": "en", "languages": ["en"], "currency": "EUR", "fields": list(fields),
        "contact": {"key": "email", "map": {"email": "email"}},
    }  # fmt: skip
    with office.app.app_context():
        return drafts.create(office.organisation_id, document, "token:test")


def kept(office: Office, form_id: str) -> dict[str, Any]:
    """The document that the server has."""
    with office.app.app_context():
        return drafts.load(office.organisation_id, form_id).document


def ids(office: Office, form_id: str) -> list[str]:
    """The fields that the server has, in their order."""
    return [one["id"] for one in kept(office, form_id)["fields"]]


def saved(page: Page) -> None:
    """Until everything is kept."""
    expect(page.locator("[data-saving=saved]")).to_be_visible(timeout=5000)


def text(document: dict[str, Any]) -> str:
    """A document byte for byte, with its members in their order."""
    return json.dumps(document, ensure_ascii=False)


EMAIL = {"id": "email", "type": "email", "label": {"en": "E-mail"}, "required": True}


def question(name: str) -> dict[str, Any]:
    """A short text."""
    return {"id": name, "type": "text", "label": {"en": name.title()}}
