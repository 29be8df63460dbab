"""At set times."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import OF_ORGANISATION, Trigger
from rules.schedule import SCHEMA


class Schedule(Trigger):
    """Settings: `rules.schedule.SCHEMA`. `today` is the day on which it was due, also where that was missed (`schedule.is_late`)."""

    kind = "schedule"
    label = "At set times"
    settings_schema = SCHEMA
    facts: ClassVar[Mapping[str, str]] = {
        "schedule.due_on": "date",
        "schedule.due_at": "text",
        "schedule.is_late": "boolean",
        **OF_ORGANISATION,
        "catalogue.**": "any",
    }
