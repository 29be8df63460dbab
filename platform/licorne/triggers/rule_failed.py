"""A rule fails."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from rules.expression.json_types import Json


class RuleFailed(Trigger):
    """Of a rule that answers this itself no failure is told. `error.code` is the reason, `run.step` the step that stopped it."""

    kind = "rule.failed"
    label = "A rule fails"
    settings_schema: ClassVar[Mapping[str, Json]] = {"type": "object", "additionalProperties": False}
    facts: ClassVar[Mapping[str, str]] = {
        "rule.id": "text",
        "rule.slug": "text",
        "rule.name": "text",
        "run.id": "text",
        "run.event": "text",
        "run.step": "text",
        "error.code": "text",
        "error.detail": "text",
        "contact.**": "any",
        "organisation.name": "text",
        "organisation.currency": "text",
        "organisation.country": "text",
    }
