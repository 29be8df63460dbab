"""A form was filled in."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import OF_CONTACT, OF_ORGANISATION, Trigger
from rules.expression.json_types import Json


class SubmissionReceived(Trigger):
    """Settings: `form`, the slug of the form. Facts: docs/architecture.md, 4.3."""

    kind = "submission.received"
    label = "A form is submitted"
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "properties": {"form": {"type": "string", "title": "Form"}},
        "required": ["form"],
        "additionalProperties": False,
    }
    facts: ClassVar[Mapping[str, str]] = {
        "form.id": "text",
        "form.slug": "text",
        "form.version": "number",
        "form.title": "text",
        "submission.id": "text",
        "submission.received_at": "text",
        "submission.received_on": "date",
        "submission.language": "text",
        "submission.edit_url": "text",
        "submission.verified": "boolean",
        **OF_CONTACT,
        "contact.is_new": "boolean",
        **OF_ORGANISATION,
        "catalogue.**": "any",
    }
