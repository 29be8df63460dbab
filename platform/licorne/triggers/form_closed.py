"""A form takes no more answers."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.form_version_published import FormVersionPublished
from licorne.triggers.submission_received import SubmissionReceived


class FormClosed(Trigger):
    """Settings: `form`. `reason` is `time` or `full`; told once per published version, by the sweeper, within a minute."""

    kind = "form.closed"
    label = "A form closes"
    settings_schema = SubmissionReceived.settings_schema
    facts: ClassVar[Mapping[str, str]] = {
        **{name: kind for name, kind in FormVersionPublished.facts.items() if name != "published_by"},
        "reason": "text",
    }
