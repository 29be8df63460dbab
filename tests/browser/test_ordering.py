"""A priced order with rows, a formula and a conditional question, completed with and without JavaScript: the same invoice."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.models.invoice import Invoice
from licorne.services import form_templates, invoices, live, publishing
from rules.expression.json_types import Json
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.web.office import Office

pytestmark = pytest.mark.browser
ADDRESS = "/f/order?lang=en"
DUE = "2027-03-01"  # a Monday

_RULE: dict[str, Json] = {
    "schema": 1,
    "name": {"en": "Order → invoice"},
    "trigger": {"kind": "submission.received", "settings": {"form": "order"}},
    "steps": [
        {
            "id": "issue",
            "action": "issue_invoice",
            "settings": {
                "due_on": {"formula": {"fact": "answers.day"}},
                "reference": {"formula": {"fact": "answers.reference"}},
                "lines": [
                    {
                        "each": {"fact": "answers.items"},
                        "product": {"formula": {"fact": "item.item.product"}},
                        "quantity": {"formula": {"fact": "item.item.quantity"}},
                        "detail": {"formula": {"fact": "item.note"}},
                    }
                ],
            },
        }
    ],
}


@pytest.fixture(scope="module", autouse=True)
def _published(office: Office) -> None:
    with office.app.app_context():
        template = form_templates.document_of("order", "en", live.organisation(office.organisation_id))
        assert template
        template.pop("spam")  # this customer types faster than a person
        publishing.publish_form(office.organisation_id, "order", template, "test")
        publishing.publish_rule(office.organisation_id, "order-to-invoice", _RULE, "test")


def _row(page: Page, number: int, product: str, quantity: str, note: str) -> None:
    page.locator(f'[name="items.{number}.item.product"][value="{product}"]').check()
    page.locator(f'[name="items.{number}.item.quantity"]').fill(quantity)
    page.locator(f'[name="items.{number}.note"]').fill(note)


def _order(visitor: Visitor, size: tuple[int, int], scripts: bool) -> None:
    page = visitor.open(visitor.context("", size, scripts=scripts), ADDRESS)
    _row(page, 0, "photography", "3", "Shop, staff, town")
    page.click("[name=_add]")
    _row(page, 1, "rush", "1", "")
    if scripts:
        page.click("[data-next]")
    assert not page.locator("[name='address.street']").is_visible()
    page.locator('[name=how][value="delivery"]').check()
    for name, text in (("street", "1 rue de la Paix"), ("postcode", "75002"), ("city", "Paris")):
        page.locator(f"[name='address.{name}']").fill(text)
    page.fill("[name=day]", DUE)
    page.fill("[name=reference]", "PO 7")
    if scripts:
        page.click("[data-next]")
    page.fill("[name=name]", "Ada Martin")
    page.fill("[name=email]", "ada@example.com")
    page.check("[name=consent]")
    page.click("[data-send]")
    page.wait_for_url("**/thanks*")


def _documents(office: Office) -> list[dict[str, Any]]:
    """The frozen documents without what must differ: their numbers."""
    mine = select(Invoice).where(
        Invoice.organisation_id == office.organisation_id, Invoice.due_on == date.fromisoformat(DUE)
    )
    with office.app.app_context():
        models = [dict(invoices.load_model(each)) for each in current_session().scalars(mine.order_by(Invoice.counter))]
    for model in models:
        number = model.pop("number")
        assert model["payment"].pop("reference") == number
    return models


def _answers(office: Office) -> list[dict[str, Any]]:
    mine = select(Submission.answers).where(Submission.organisation_id == office.organisation_id)
    with office.app.app_context():
        return [dict(each) for each in current_session().scalars(mine.order_by(Submission.id)) if "items" in each]


def test_an_order_is_the_same_submission_and_the_same_invoice_with_and_without_scripts(
    visitor: Visitor, office: Office
) -> None:
    _order(visitor, DESK, scripts=True)
    _order(visitor, PHONE, scripts=False)
    office.work()
    first, second = _answers(office)
    assert first == second
    assert first["total"] == "2250.00"
    one, other = _documents(office)
    assert one == other
    assert [(line["product"], line["quantity"], line["amount"], line["detail"]) for line in one["lines"]] == [
        ("photography", "3", "1950.00", "Shop, staff, town"),
        ("rush", "1", "300.00", ""),
    ]
    assert (one["currency"], one["due"], one["reference"]) == ("EUR", DUE, "PO 7")
    assert one["totals"]["due"] == "2700.00"
    assert visitor.complaints == []
