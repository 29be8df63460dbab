"""Kinds in words: fields, actions, triggers. A kind that has none is shown by its name."""

from collections.abc import Callable
from typing import Final

from licorne.web.translate import _

_FIELDS: Final[dict[str, Callable[[], str]]] = {
    "text": lambda: _("Short text"),
    "long_text": lambda: _("Long text"),
    "email": lambda: _("E-mail address"),
    "phone": lambda: _("Phone number"),
    "number": lambda: _("A number"),
    "money": lambda: _("Amount of money"),
    "date": lambda: _("Day"),
    "choice": lambda: _("One of several"),
    "multiple_choice": lambda: _("Several of several"),
    "yes_no": lambda: _("Yes or no"),
    "consent": lambda: _("Consent"),
    "url": lambda: _("Web address"),
    "quantity": lambda: _("Quantity"),
    "percentage": lambda: _("Percentage"),
    "time": lambda: _("Time of day"),
    "date_time": lambda: _("Day and time"),
    "date_range": lambda: _("From one day to another"),
    "address": lambda: _("Postal address"),
    "person_name": lambda: _("Name of a person"),
    "company": lambda: _("Company"),
    "iban": lambda: _("IBAN"),
    "product": lambda: _("Product"),
    "section": lambda: _("Repeating rows"),
    "calculated": lambda: _("Calculated value"),
    "hidden": lambda: _("Hidden value"),
    "auto_id": lambda: _("Running number"),
    "file": lambda: _("File"),
    "page_break": lambda: _("New page"),
    "heading": lambda: _("Heading"),
    "text_block": lambda: _("Text between questions"),
    "image": lambda: _("Picture"),
}


def field_type_word(kind: str) -> str:
    """What a type of field asks for."""
    word = _FIELDS.get(kind)
    return word() if word else kind
