"""Issuing: numbers, the frozen document and its chain in one transaction; payment is all that changes afterwards."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from licorne.adapters import clock
from licorne.billing.canonical import chain_hash, sha256
from licorne.billing.decimals import parse_price, parse_quantity, parse_rate
from licorne.billing.lines import Line
from licorne.errors import NotFound, Refused, Transient
from licorne.models.audit import AuditEntry
from licorne.models.contact import Contact
from licorne.models.database import transaction
from licorne.models.event import Event
from licorne.models.invoice import Invoice, InvoiceLine, NumberSeries
from licorne.models.work import Reminder, Task
from licorne.services import invoices, live
from licorne.services.invoices import Order
from licorne.services.numbering import GENESIS
from tests.services.house import House


def _line(quantity: str = "1") -> Line:
    return Line(
        name="Page",
        quantity=parse_quantity(quantity, ""),
        price=parse_price("240.00", ""),
        rate=parse_rate("20", ""),
        product="website-page",
    )


def _issue(house: House, *lines: Line) -> Invoice:
    known = house.rows(Contact)
    contact_id = known[0].id if known else house.submit().contact_id
    with transaction() as session:
        return invoices.issue(session, live.organisation(house.organisation_id), Order(contact_id, lines or (_line(),)))


def test_numbers_follow_each_other_and_each_document_seals_the_one_before(house: House) -> None:
    issued = [_issue(house, _line(str(pages))) for pages in (1, 2, 3)]
    year = issued[0].issued_on.year
    assert [invoice.number for invoice in issued] == [f"F-{year}-000{number}" for number in (1, 2, 3)]
    assert [invoice.total for invoice in issued] == [28800, 57600, 86400]
    previous = GENESIS
    for invoice in issued:
        assert invoice.model_sha256 == sha256(invoice.model)
        assert (invoice.previous_chain, invoice.chain) == (previous, chain_hash(previous, invoice.model_sha256))
        previous = invoice.chain
    assert house.one(NumberSeries).last_chain == previous
    assert house.one(Contact).stage == "client"


def test_a_refused_document_uses_no_number(house: House) -> None:
    _issue(house)
    before = house.census()
    with pytest.raises(Refused):
        _issue(house, _line("0.00001"))
    assert house.census() == before
    assert _issue(house).counter == 2


def test_a_document_that_is_rolled_back_leaves_no_gap(house: House) -> None:
    contact_id = house.submit().contact_id
    order = Order(contact_id, (_line(),))

    def issue_and_fail() -> None:
        with transaction() as session:
            invoices.issue(session, live.organisation(house.organisation_id), order)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        issue_and_fail()
    assert house.rows(Invoice) == []
    assert _issue(house).counter == 1
    assert house.examine() == []


def test_each_year_begins_its_own_numbers(house: House) -> None:
    house.stand_at(datetime(2026, 12, 31, 22, 59, tzinfo=UTC))  # 23:59 in Paris
    last = _issue(house)
    house.stand_at(datetime(2026, 12, 31, 23, 1, tzinfo=UTC))
    first = _issue(house)
    assert (last.number, last.issued_on) == ("F-2026-0001", date(2026, 12, 31))
    assert (first.number, first.issued_on) == ("F-2027-0001", date(2027, 1, 1))
    assert house.examine() == []


def test_a_clock_behind_the_series_waits_instead_of_dating_back(house: House) -> None:
    house.stand_at(datetime(2026, 5, 2, 12, tzinfo=UTC))
    _issue(house)
    house.stand_at(datetime(2026, 5, 1, 12, tzinfo=UTC))
    with pytest.raises(Transient, match="date_before_series"):
        _issue(house)
    assert house.one(Invoice).issued_on == date(2026, 5, 2)


CHANGES = (
    "UPDATE invoice SET total = 1",
    "UPDATE invoice SET number = 'F-2026-9999'",
    "UPDATE invoice SET model = '{}'",
    "UPDATE invoice SET due_on = '2030-01-01'",
    "UPDATE invoice SET contact_id = NULL",
    "DELETE FROM invoice",
    "UPDATE invoice_line SET net = 1",
    "DELETE FROM invoice_line",
    "UPDATE document_file SET sha256 = ''",
    "DELETE FROM document_file",
    "UPDATE file_content SET content = ''",
    "DELETE FROM file_content",
)


def test_an_issued_document_cannot_be_changed_even_by_hand(ordered_house: House) -> None:
    house = ordered_house
    for statement in CHANGES:
        with pytest.raises(DBAPIError, match="frozen row"):
            house.sql(statement)
    assert house.examine() == []


def test_a_paid_invoice_completes_its_task_and_cancels_its_reminder(ordered_house: House) -> None:
    house = ordered_house
    invoice = house.one(Invoice)
    invoices.mark_paid(house.organisation_id, invoice.id, None, "user:x")
    paid = house.one(Invoice)
    assert (paid.state, paid.paid_on) == ("paid", clock.today("Europe/Paris"))
    assert (house.one(Task).state, house.one(Reminder).state) == ("done", "cancelled")
    assert [event.kind for event in house.rows(Event)] == ["submission.received", "invoice.issued", "invoice.paid"]
    assert house.examine() == []


def test_marking_as_paid_twice_changes_nothing(ordered_house: House) -> None:
    house = ordered_house
    invoice = house.one(Invoice)
    invoices.mark_paid(house.organisation_id, invoice.id, None, "user:x")
    before, day = house.census(), house.one(Invoice).paid_on
    invoices.mark_paid(house.organisation_id, invoice.id, clock.today("UTC") - timedelta(days=1), "user:y")
    assert (house.census(), house.one(Invoice).paid_on) == (before, day)


def test_a_payment_of_tomorrow_or_of_long_ago_is_refused(house: House) -> None:
    invoice = _issue(house)
    today = clock.today("Europe/Paris")
    for day in (today + timedelta(days=1), invoice.issued_on - timedelta(days=400)):
        with pytest.raises(Refused):
            invoices.mark_paid(house.organisation_id, invoice.id, day, "user:x")
    assert house.one(Invoice).state == "issued"


def test_an_invoice_of_another_organisation_is_not_there(house: House) -> None:
    invoice = _issue(house)
    with pytest.raises(NotFound):
        invoices.get("01a20bf2-14d0-7000-87ec-77fa5f9d42b4", invoice.id)


def test_the_model_holds_all_that_the_law_asks_for(house: House) -> None:
    model = json.loads(_issue(house).model)
    assert model["seller"]["vat_id"] == "FR44732829320"
    assert model["totals"]["due"] == "288.00"
    assert (model["totals"]["net"], model["totals"]["tax"]) == ("240.00", "48.00")


def test_issue_and_payment_are_each_told_once(house: House) -> None:
    invoice = _issue(house)
    invoices.mark_paid(house.organisation_id, invoice.id, None, "user:x")
    told = [(entry.action, entry.actor) for entry in house.rows(AuditEntry) if entry.subject_id == invoice.id]
    assert told == [("invoice.issued", "system"), ("invoice.paid", "user:x")]
    assert len(house.rows(InvoiceLine)) == 1
