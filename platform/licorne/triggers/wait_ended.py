"""A wait has ended."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import NO_SETTINGS, OF_THE_RUN, Trigger


class WaitEnded(Trigger):
    """Facts: those of the event that the run answers, and under `wait` the step's title, `outcome`, `due_on` and `ended_on`."""

    kind = "wait.ended"
    label = "A wait has ended"
    settings_schema = NO_SETTINGS
    facts: ClassVar[Mapping[str, str]] = {
        "wait.step": "text",
        "wait.title": "text",
        "wait.outcome": "text",
        "wait.due_on": "date",
        "wait.ended_on": "date",
        **OF_THE_RUN,
    }
