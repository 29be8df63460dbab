"""Another rule calls."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import OF_ORGANISATION, Trigger
from rules.expression.json_types import Json


class RuleCalled(Trigger):
    """Settings: `called`, the name by which others call. Facts: those of the caller's event, and `call.with` of what it hands over."""

    kind = "rule.called"
    label = "Another rule calls"
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "properties": {"called": {"type": "string", "minLength": 1, "maxLength": 80, "title": "Name"}},
        "required": ["called"],
        "additionalProperties": False,
    }
    facts: ClassVar[Mapping[str, str]] = {
        "call.rule": "text",
        "call.with.**": "any",
        "contact.**": "any",
        "invoice.**": "any",
        "submission.**": "any",
        "form.**": "any",
        "catalogue.**": "any",
        **OF_ORGANISATION,
    }
