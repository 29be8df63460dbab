"""A rule fails."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import NO_SETTINGS, OF_ORGANISATION, Trigger


class RuleFailed(Trigger):
    """Of a rule that answers this itself no failure is told. `error.code` is the reason, `run.step` the step that stopped it."""

    kind = "rule.failed"
    label = "A rule fails"
    settings_schema = NO_SETTINGS
    facts: ClassVar[Mapping[str, str]] = {
        "rule.id": "text",
        "rule.slug": "text",
        "rule.name": "text",
        "run.id": "text",
        "run.event": "text",
        "run.step": "text",
        "error.code": "text",
        "error.detail": "text",
        "contact.**": "any",
        **OF_ORGANISATION,
    }
