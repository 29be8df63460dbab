"""Somebody presses a rule's button on a record."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import OF_ORGANISATION, Trigger
from rules.expression.json_types import Json


class ButtonPressed(Trigger):
    """Settings: `button`, its name, and `record`, the kind of record that it stands on. Facts: those of the record, as it is now."""

    kind = "button.pressed"
    label = "Somebody presses a button"
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "properties": {
            "button": {"type": "string", "minLength": 1, "maxLength": 80, "title": "Name of the button"},
            "record": {"enum": ["contact", "invoice", "submission"], "title": "On each"},
        },
        "required": ["button", "record"],
        "additionalProperties": False,
    }
    facts: ClassVar[Mapping[str, str]] = {
        "button.name": "text",
        "button.record": "text",
        "button.pressed_by": "text",
        "contact.**": "any",
        "invoice.**": "any",
        "submission.**": "any",
        "form.**": "any",
        "answers.**": "any",
        "catalogue.**": "any",
        **OF_ORGANISATION,
    }
