"""What a form says of its sender beside a name: kept with the contact, seen by rules, printed on invoices."""

import json
from typing import Any

from licorne.models.contact import Contact
from licorne.models.event import Event
from licorne.models.invoice import Invoice
from licorne.services import publishing
from tests.services.house import House

HOME = {"street": "Gasse 1", "extra": None, "postcode": "10115", "city": "Berlin", "country": "DE"}
FIRM = {"name": "Licht GmbH", "vat_id": "DE136695976", "siren": "732829320"}


def _asks(house: House, *, country: bool = False) -> None:
    """The demo form asks for address and company too; with `country` for the country's name alone, as a text."""
    document: dict[str, Any] = publishing.export_form(house.organisation_id, "project-request")
    label = {"en": "Where?", "fr": "Où ?"}
    home = {"id": "home", "type": "text" if country else "address", "label": label}
    firm = {"id": "firm", "type": "company", "label": label, "ask": ["vat_id", "siren"]}
    mapped = ("country",) if country else ("street", "postcode", "city", "country")
    document["fields"] += [home, firm]
    document["contact"]["map"] |= dict.fromkeys(mapped, "home") | dict.fromkeys(
        ("company", "vat_number", "siren"), "firm"
    )
    publishing.publish_form(house.organisation_id, "project-request", document, "test")


def _buyer(house: House) -> dict[str, Any]:
    newest = max(house.rows(Invoice), key=lambda row: row.id)
    buyer: dict[str, Any] = json.loads(newest.model)["buyer"]
    return buyer


def test_a_new_contact_keeps_its_address_and_numbers_and_its_invoice_bears_them(house: House) -> None:
    _asks(house)
    house.submit(home=HOME, firm=FIRM)
    house.perform()
    contact = house.one(Contact)
    assert contact.address == {"street": "Gasse 1", "postcode": "10115", "city": "Berlin", "country": "DE"}
    assert contact.legal == {"vat_id": "DE136695976", "siren": "732829320"}
    buyer = _buyer(house)
    assert (buyer["street"], buyer["postcode"], buyer["city"]) == ("Gasse 1", "10115", "Berlin")
    assert (buyer["country_code"], buyer["vat_id"], buyer["siren"]) == ("DE", "DE136695976", "732829320")
    assert buyer["country"] in ("Germany", "Allemagne")
    facts = next(event.facts for event in house.rows(Event) if event.kind == "submission.received")
    assert facts["contact"]["city"] == "Berlin"
    assert facts["contact"]["vat_number"] == "DE136695976"


def test_what_is_blank_is_filled_in_later_and_what_is_known_stays(house: House) -> None:
    _asks(house)
    house.submit()
    assert (house.one(Contact).address, house.one(Contact).legal) == ({}, {})
    house.submit(home=HOME, firm=FIRM)
    house.submit(
        home=HOME | {"street": "Elsewhere 2"}, firm=FIRM | {"name": "Other", "vat_id": None, "siren": "552100554"}
    )
    contact = house.one(Contact)
    assert (contact.address["street"], contact.company) == ("Gasse 1", "Licht GmbH")
    assert contact.legal == {"vat_id": "DE136695976", "siren": "732829320"}
    last = max(
        (event for event in house.rows(Event) if event.kind == "submission.received"), key=lambda event: event.id
    )
    assert last.facts["contact"]["street"] == "Gasse 1"
    assert last.facts["contact"]["siren"] == "732829320"


def test_a_country_that_was_written_out_is_understood_and_any_other_word_is_printed_as_written(house: House) -> None:
    _asks(house, country=True)
    house.submit(home="allemagne")
    house.submit(home="Atlantis", email="far@example.com")
    house.perform()
    by_email = {contact.email: contact for contact in house.rows(Contact)}
    assert by_email["far@example.com"].address == {"country": "Atlantis"}
    assert [contact.address for contact in by_email.values() if contact.email != "far@example.com"] == [
        {"country": "DE"}
    ]
    printed = {json.loads(row.model)["buyer"]["country"] for row in house.rows(Invoice)}
    assert "Atlantis" in printed
