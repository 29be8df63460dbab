"""A customer put answers aside to go on later."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.form_closed import FormClosed
from licorne.triggers.submission_received import SubmissionReceived


class SubmissionSaved(Trigger):
    """Settings: `form`. Told the first time that a page is saved, and only where a rule wants it. The answers are not among the facts."""

    kind = "submission.saved"
    label = "Answers are put aside to go on later"
    settings_schema = SubmissionReceived.settings_schema
    facts: ClassVar[Mapping[str, str]] = {
        **{name: kind for name, kind in FormClosed.facts.items() if name != "reason"},
        "saved.id": "text",
        "saved.language": "text",
        "saved.saved_on": "date",
        "saved.expires_on": "date",
    }
