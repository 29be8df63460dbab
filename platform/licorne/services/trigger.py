"""What a trigger is. One file in `triggers/` per kind of event that rules may answer."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rules.expression.json_types import Json

#: For a trigger that asks for nothing.
NO_SETTINGS: Final[Mapping[str, Json]] = {"type": "object", "additionalProperties": False}
#: What is known of a contact that was there before.
OF_CONTACT: Final[Mapping[str, str]] = {
    "contact.id": "text",
    "contact.name": "text",
    "contact.email": "text",
    "contact.phone": "text",
    "contact.company": "text",
    "contact.street": "text",
    "contact.postcode": "text",
    "contact.city": "text",
    "contact.country": "text",
    "contact.vat_number": "text",
    "contact.siren": "text",
    "contact.stage": "text",
    "contact.language": "text",
    "contact.tags": "list",
}
OF_ORGANISATION: Final[Mapping[str, str]] = {
    "organisation.name": "text",
    "organisation.currency": "text",
    "organisation.country": "text",
}
#: What the event of a run brings along when the run's own events tell of it.
OF_THE_RUN: Final[Mapping[str, str]] = {
    "contact.**": "any",
    "invoice.**": "any",
    "submission.**": "any",
    "form.**": "any",
    **OF_ORGANISATION,
}


class Trigger:
    """Base of all triggers; a subclass with a `kind` is registered. `label` is an English msgid."""

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    settings_schema: ClassVar[Mapping[str, Json]] = {"type": "object"}

    #: path of a fact → text, number, date, boolean, list or any (`rules.document.problems`)
    facts: ClassVar[Mapping[str, str]] = {}

    registered: ClassVar[dict[str, type["Trigger"]]] = {}

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if cls.kind:
            if cls.kind in Trigger.registered:
                raise TypeError(f"two triggers are called {cls.kind!r}")
            Trigger.registered[cls.kind] = cls
