"""What is known of a contact beside its name: where it lives, its numbers; and all of it as facts that rules look at."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from forms.company_numbers import siren_number, vat_id
from licorne.billing.parties import country_code
from licorne.models.contact import Contact
from rules.expression.json_types import Json

TEXTS: Final = ("name", "email", "phone", "company")
ADDRESS: Final = ("street", "postcode", "city", "country")
#: Attribute of a form's mapping → its name among a party's numbers (`billing.shape.PartyModel`).
NUMBERS: Final[Mapping[str, str]] = {"vat_number": "vat_id", "siren": "siren"}
_READERS: Final[Mapping[str, Callable[[str], str | None]]] = {"vat_number": vat_id, "siren": siren_number}
#: All that a form may say of its sender.
ATTRIBUTES: Final = (*TEXTS, *ADDRESS, *NUMBERS)
#: Columns of a contact that facts are made of.
COLUMNS: Final = ("id", "stage", "language", *TEXTS, "address", "legal")


def columns_of(values: Mapping[str, str]) -> dict[str, Json]:
    """The columns of a contact that attributes fill; the country as its code (ISO 3166-1), where it is one that we know."""
    columns: dict[str, Json] = {name: values[name] for name in TEXTS if values.get(name)}
    address: dict[str, Json] = {name: values[name] for name in ADDRESS if values.get(name)}
    if country := values.get("country"):
        address["country"] = country_code(country) or country
    # A question of any kind may be mapped to a number; what is none must not stand on an invoice as one.
    numbers: dict[str, Json] = {
        NUMBERS[name]: number for name, read in _READERS.items() if (number := read(values.get(name) or ""))
    }
    return {**columns, "address": address, "legal": numbers}


def attributes(columns: Mapping[str, Any]) -> dict[str, str]:
    """The way back: what a contact's columns say, by attribute; nothing for what is not known."""
    address, legal = columns["address"], columns["legal"]
    found = {name: columns[name] for name in TEXTS} | {name: address.get(name) for name in ADDRESS}
    found |= {name: legal.get(kept) for name, kept in NUMBERS.items()}
    return {name: str(value) for name, value in found.items() if value}


def columns(contact: Contact) -> dict[str, Any]:
    """Those of `COLUMNS`."""
    return {name: getattr(contact, name) for name in COLUMNS}


def facts(columns: Mapping[str, Any], tags: Sequence[Json]) -> dict[str, Json]:
    """What rules see of a contact that was there before."""
    about = attributes(columns)
    own: dict[str, Json] = {name: columns[name] for name in ("id", "stage", "language")}
    details: dict[str, Json] = {name: about.get(name) for name in ATTRIBUTES}
    return {**own, **details, "tags": [*tags], "is_new": False}
