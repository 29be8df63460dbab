"""An approval is asked for."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import NO_SETTINGS, OF_THE_RUN, Trigger


class ApprovalRequested(Trigger):
    """Facts: those of the event that the run answers, and under `wait` the step's title and its id."""

    kind = "approval.requested"
    label = "An approval is asked for"
    settings_schema = NO_SETTINGS
    facts: ClassVar[Mapping[str, str]] = {
        "wait.step": "text",
        "wait.title": "text",
        "wait.id": "text",
        **OF_THE_RUN,
    }
