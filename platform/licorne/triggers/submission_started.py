"""Somebody began to fill in a form."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.form_closed import FormClosed
from licorne.triggers.submission_received import SubmissionReceived


class SubmissionStarted(Trigger):
    """Settings: `form`. Told at the first input, by the page's script, once per page and only where a rule wants it; nothing about who."""

    kind = "submission.started"
    label = "Somebody begins to fill in a form"
    settings_schema = SubmissionReceived.settings_schema
    facts: ClassVar[Mapping[str, str]] = {
        **{name: kind for name, kind in FormClosed.facts.items() if name != "reason"},
        "page.id": "text",
    }
