"""A new version of a form went live."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import OF_ORGANISATION, Trigger
from licorne.triggers.submission_received import SubmissionReceived


class FormVersionPublished(Trigger):
    """Settings: `form`. It is about no contact: steps that need one name it themselves."""

    kind = "form.version_published"
    label = "A new version of a form is published"
    settings_schema = SubmissionReceived.settings_schema
    facts: ClassVar[Mapping[str, str]] = {
        "form.id": "text",
        "form.slug": "text",
        "form.version": "number",
        "form.title": "text",
        "published_by": "text",
        **OF_ORGANISATION,
    }
