"""A form was filled in."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from rules.expression.json_types import Json


class SubmissionReceived(Trigger):
    """Settings: `form`, the slug of the form. Facts: docs/architecture.md, 4.3."""

    kind = "submission.received"
    label = "A form is submitted"
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "properties": {"form": {"type": "string", "title": "Form"}},
        "required": ["form"],
        "additionalProperties": False,
    }
