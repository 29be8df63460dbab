"""An approval is asked for."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from rules.expression.json_types import Json


class ApprovalRequested(Trigger):
    """Facts: those of the event that the run answers, and under `wait` the step's title and its id."""

    kind = "approval.requested"
    label = "An approval is asked for"
    settings_schema: ClassVar[Mapping[str, Json]] = {"type": "object", "additionalProperties": False}
    facts: ClassVar[Mapping[str, str]] = {
        "wait.step": "text",
        "wait.title": "text",
        "wait.id": "text",
        "contact.**": "any",
        "invoice.**": "any",
        "submission.**": "any",
        "form.**": "any",
        "organisation.name": "text",
        "organisation.currency": "text",
        "organisation.country": "text",
    }
