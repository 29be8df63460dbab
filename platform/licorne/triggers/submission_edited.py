"""Staff, or the customer, corrected the answers of a submission."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.submission_received import SubmissionReceived


class SubmissionEdited(Trigger):
    """Settings: `form`. `answers` are those after the correction, `before` those before it, `changed` the ids of the fields.

    `by` is `staff` or `customer`.
    """

    kind = "submission.edited"
    label = "A submission is corrected"
    settings_schema = SubmissionReceived.settings_schema
    facts: ClassVar[Mapping[str, str]] = {
        **SubmissionReceived.facts,
        "before.**": "any",
        "changed": "list",
        "edited_by": "text",
        "by": "text",
    }
