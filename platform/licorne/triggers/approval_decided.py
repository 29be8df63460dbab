"""An approval is decided."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from rules.expression.json_types import Json


class ApprovalDecided(Trigger):
    """Facts: those of the event that the run answers, and under `wait` the step's title, `outcome`, `due_on` and `ended_on`."""

    kind = "approval.decided"
    label = "An approval is decided"
    settings_schema: ClassVar[Mapping[str, Json]] = {"type": "object", "additionalProperties": False}
    facts: ClassVar[Mapping[str, str]] = {
        "wait.step": "text",
        "wait.title": "text",
        "wait.outcome": "text",
        "wait.due_on": "date",
        "wait.ended_on": "date",
        "wait.reason": "text",
        "wait.by": "list",
        "contact.**": "any",
        "invoice.**": "any",
        "submission.**": "any",
        "form.**": "any",
        "organisation.name": "text",
        "organisation.currency": "text",
        "organisation.country": "text",
    }
