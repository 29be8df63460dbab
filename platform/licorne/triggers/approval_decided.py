"""An approval is decided."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import NO_SETTINGS, OF_THE_RUN, Trigger


class ApprovalDecided(Trigger):
    """Facts: those of the event that the run answers, and under `wait` the step's title, `outcome`, `due_on` and `ended_on`."""

    kind = "approval.decided"
    label = "An approval is decided"
    settings_schema = NO_SETTINGS
    facts: ClassVar[Mapping[str, str]] = {
        "wait.step": "text",
        "wait.title": "text",
        "wait.outcome": "text",
        "wait.due_on": "date",
        "wait.ended_on": "date",
        "wait.reason": "text",
        "wait.by": "list",
        **OF_THE_RUN,
    }
