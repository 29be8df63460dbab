"""A sender took the answers back."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.submission_received import SubmissionReceived


class SubmissionWithdrawn(Trigger):
    """Settings: `form`. What rules still wanted to do about the submission is cancelled by then. `by` is `staff` or `customer`."""

    kind = "submission.withdrawn"
    label = "A submission is withdrawn"
    settings_schema = SubmissionReceived.settings_schema
    facts: ClassVar[Mapping[str, str]] = {
        **SubmissionReceived.facts,
        "by": "text",
    }
