"""Answers that were put aside were not sent."""

from collections.abc import Mapping
from typing import Any, ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.submission_received import SubmissionReceived
from licorne.triggers.submission_saved import SubmissionSaved
from rules.expression.json_types import Json

#: Answers are kept for 30 days; after 29 somebody can still go on.
_LONGEST = 29 * 24
_FORM: Any = SubmissionReceived.settings_schema["properties"]


class SubmissionAbandoned(Trigger):
    """Settings: `form`, and `after_hours` since they were saved last. Told by the sweeper within a minute, once per page and number of
    hours; a rule hears nothing of what was due before it was published.
    """

    kind = "submission.abandoned"
    label = "Answers that were put aside are not sent"
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "properties": {
            **_FORM,
            "after_hours": {"type": "integer", "minimum": 1, "maximum": _LONGEST, "default": 24, "title": "Hours"},
        },
        "required": ["form", "after_hours"],
        "additionalProperties": False,
    }
    facts: ClassVar[Mapping[str, str]] = {**SubmissionSaved.facts, "saved.after_hours": "number"}
