"""Answers were taken over from a file."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.submission_received import SubmissionReceived


class SubmissionImported(Trigger):
    """Settings: `form`. An import is no arrival: rules that answer `submission.received` leave old answers alone."""

    kind = "submission.imported"
    label = "A submission is imported"
    settings_schema = SubmissionReceived.settings_schema
    facts: ClassVar[Mapping[str, str]] = {
        **SubmissionReceived.facts,
    }
