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
}


def field_type_word(kind: str) -> str:
    """What a type of field asks for."""
    word = _FIELDS.get(kind)
    return word() if word else kind
