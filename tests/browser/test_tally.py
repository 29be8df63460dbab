"""A page that is put away says once what was done with it."""

from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import func, select

from licorne.models.database import current_session
from licorne.models.event import Event
from licorne.models.guard import EVERY
from licorne.services import publishing, tally
from tests.browser.visitor import Visitor
from tests.web.office import FORM, Office

pytestmark = pytest.mark.browser


def _counted(office: Office, page: Page) -> dict[str, int]:
    """The numbers, as soon as there are any: nobody waits for a beacon."""
    counts = tally.of_app(office.app).take()
    for _ in range(100):
        counts = counts or tally.of_app(office.app).take()
        page.wait_for_timeout(0 if counts else 50)
    return {seen.what: number for seen, number in counts.items()}


def test_a_visitor_who_types_and_leaves_is_a_view_and_a_start_and_leaves_nothing_in_the_browser(
    visitor: Visitor, office: Office
) -> None:
    tally.of_app(office.app).take()
    context = visitor.context()
    page = visitor.open(context, FORM)
    page.get_by_label("Your name").fill("Ada")
    page.goto("about:blank")
    assert _counted(office, page) == {"view": 1, "start": 1}
    assert context.cookies() == []
    assert visitor.complaints == []


def test_a_start_is_told_at_the_first_input_where_a_rule_listens(visitor: Visitor, office: Office) -> None:
    tally.of_app(office.app).take()
    rule: Any = {
        "schema": 1, "name": {"en": "Look"}, "conditions": {"all": []},
        "trigger": {"kind": "submission.started", "settings": {"form": "project-request"}},
        "steps": [{"id": "look", "action": "create_task", "settings": {"title": "Look"}}],
    }  # fmt: skip
    with office.app.app_context():
        publishing.publish_rule(office.organisation_id, "look", rule, "test")
    page = visitor.open(visitor.context(), FORM)
    page.get_by_label("Your name").fill("Ada")
    assert _counted(office, page) == {"start": 1}
    with office.app.app_context():
        started = select(func.count()).select_from(Event).where(Event.kind == "submission.started")
        assert current_session().scalar(started.execution_options(**{EVERY: "the test looks at all"})) == 1
    page.goto("about:blank")
    assert _counted(office, page) == {"view": 1}
    assert visitor.complaints == []


def test_a_visitor_without_scripts_is_a_view(visitor: Visitor, office: Office) -> None:
    tally.of_app(office.app).take()
    page = visitor.open(visitor.context(scripts=False), FORM)
    assert _counted(office, page) == {"view": 1}
