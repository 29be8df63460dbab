"""A form did not take a file."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.form_closed import FormClosed
from licorne.triggers.submission_received import SubmissionReceived


class SubmissionFileRefused(Trigger):
    """Settings: `form`. `file.reason` is the code of what was wrong; neither the file's content nor its name is told."""

    kind = "submission.file_refused"
    label = "A file is refused"
    settings_schema = SubmissionReceived.settings_schema
    facts: ClassVar[Mapping[str, str]] = {
        **{name: kind for name, kind in FormClosed.facts.items() if name != "reason"},
        "page.id": "text",
        "file.question": "text",
        "file.label": "text",
        "file.reason": "text",
    }
