"""A page that is put away says once what was done with it."""

import pytest
from playwright.sync_api import Page

from licorne.services import tally
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


def test_a_visitor_without_scripts_is_a_view(visitor: Visitor, office: Office) -> None:
    tally.of_app(office.app).take()
    page = visitor.open(visitor.context(scripts=False), FORM)
    assert _counted(office, page) == {"view": 1}
