"""What a rule says about its invoice: due on a day of the answers, in the currency of the form, by prices that are in it."""

from datetime import timedelta

from licorne.adapters import clock
from licorne.models.effect import Effect
from licorne.models.invoice import Invoice
from licorne.services import invoices, live, publishing
from rules.expression.json_types import Json
from tests.services.house import House

_PAGE: Json = {"product": "website-page", "quantity": {"formula": {"fact": "answers.pages"}}}


def _rule(house: House, *lines: Json, **settings: Json) -> None:
    house.only_rule({"id": "issue", "action": "issue_invoice", "settings": {"lines": list(lines), **settings}})


def _in_francs(house: House) -> None:
    document = publishing.export_form(house.organisation_id, "project-request")
    publishing.publish_form(house.organisation_id, "project-request", document | {"currency": "CHF"}, "test")


def _reason(house: House) -> dict[str, Json]:
    (effect,) = [effect for effect in house.rows(Effect) if effect.step == "issue"]
    assert effect.state == "failed"
    assert house.rows(Invoice) == []
    error = effect.error or {}
    (problem,) = error["problems"]
    return dict(problem)


def test_an_invoice_is_due_on_the_day_that_the_rule_reckons_from_the_answers(house: House) -> None:
    agreed: Json = {"call": "date_add_days", "args": [{"fact": "submission.received_on"}, {"fact": "answers.pages"}]}
    _rule(house, _PAGE, due_on={"formula": agreed})
    house.submit(pages="12")
    house.perform()
    today = clock.today(live.organisation(house.organisation_id).zone)
    assert house.one(Invoice).due_on == today + timedelta(days=12)


def test_without_a_day_the_days_count(house: House) -> None:
    _rule(house, _PAGE, due_days=10, due_on={"formula": {"fact": "contact.phone"}})
    house.submit()
    house.perform()
    invoice = house.one(Invoice)
    assert invoice.due_on == invoice.issued_on + timedelta(days=10)


def test_a_day_before_the_issue_or_no_day_waits_for_a_person_and_uses_no_number(house: House) -> None:
    _rule(house, _PAGE, due_on="2020-01-31")
    house.submit()
    house.perform()
    assert _reason(house)["code"] == "BR-FR-CO-07"


def test_a_mistyped_year_waits_for_a_person(house: House) -> None:
    _rule(house, _PAGE, due_on="2207-01-31")
    house.submit()
    house.perform()
    assert _reason(house) == {"code": "terms_out_of_range", "place": "/due", "parameters": {"most": "366"}}


def test_what_is_no_day_is_named(house: House) -> None:
    _rule(house, _PAGE, due_on={"formula": {"fact": "answers.name"}})
    house.submit()
    house.perform()
    assert _reason(house) == {"code": "not_a_date", "place": "/due_on", "parameters": {"value": "Ada Martin"}}


def test_the_invoice_is_in_the_currency_of_the_form(house: House) -> None:
    _in_francs(house)
    _rule(house, {**_PAGE, "price": "250.00"})
    house.submit(pages="2")
    house.perform()
    invoice = house.one(Invoice)
    assert (invoice.currency, invoice.net) == ("CHF", 50000)
    assert invoices.load_model(invoice)["currency"] == "CHF"


def test_a_price_of_another_currency_is_never_taken_for_one_of_this(house: House) -> None:
    _in_francs(house)
    _rule(house, _PAGE)
    house.submit()
    house.perform()
    expected = {"product": "website-page", "currency": "CHF"}
    assert _reason(house) == {"code": "price_of_other_currency", "place": "/lines/0/price", "parameters": expected}


def test_the_rule_has_the_last_word_about_the_currency(house: House) -> None:
    _in_francs(house)
    _rule(house, _PAGE, currency="EUR")
    house.submit()
    house.perform()
    assert house.one(Invoice).currency == "EUR"
