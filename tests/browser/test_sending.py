"""A form whose sending failed may be sent again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.web.office import FORM

pytestmark = pytest.mark.browser


def test_a_form_whose_sending_was_lost_can_be_sent_again_after_a_while(visitor: Visitor) -> None:
    context = visitor.context()
    page = visitor.open(context, "/login")
    page.clock.install()
    page.goto(visitor.address + FORM)
    tries: list[str] = []
    page.route(
        re.compile(r"/f/"),
        lambda route: (tries.append(route.request.method), route.abort("aborted"))
        if route.request.method == "POST"
        else route.continue_(),
    )
    form = page.locator("form[data-form]")
    send = "form => { form.noValidate = true; form.requestSubmit(); form.requestSubmit(); }"
    form.evaluate(send)
    expect(form).to_have_attribute("data-sent", "")
    page.clock.run_for(5_000)
    form.evaluate(send)
    assert len(tries) == 1
    page.clock.run_for(6_000)
    expect(form).not_to_have_attribute("data-sent", "")
    form.evaluate(send)
    expect(form).to_have_attribute("data-sent", "")
    assert len(tries) == 2
