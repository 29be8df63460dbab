"""A submission was put aside as spam."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.submission_received import SubmissionReceived


class SubmissionRefusedAsSpam(Trigger):
    """Settings: `form`. `spam.by` says who decided: `person`, or the name of the trap."""

    kind = "submission.refused_as_spam"
    label = "A submission is refused as spam"
    settings_schema = SubmissionReceived.settings_schema
    facts: ClassVar[Mapping[str, str]] = {
        **SubmissionReceived.facts,
        "spam.by": "text",
    }
