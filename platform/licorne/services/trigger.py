"""What a trigger is. One file in `triggers/` per kind of event that rules may answer."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rules.expression.json_types import Json

#: For a trigger that asks for nothing.
NO_SETTINGS: Final[Mapping[str, Json]] = {"type": "object", "additionalProperties": False}
#: What the event of a run brings along when the run's own events tell of it.
OF_THE_RUN: Final[Mapping[str, str]] = {
    "contact.**": "any",
    "invoice.**": "any",
    "submission.**": "any",
    "form.**": "any",
    "organisation.name": "text",
    "organisation.currency": "text",
    "organisation.country": "text",
}


class Trigger:
    """Base of all triggers; a subclass with a `kind` is registered. `label` is an English msgid."""

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    settings_schema: ClassVar[Mapping[str, Json]] = {"type": "object"}

    #: path of a fact → text, number, date, boolean, list or any (`rules.document.problems`)
    facts: ClassVar[Mapping[str, str]] = {}

    registered: ClassVar[dict[str, type["Trigger"]]] = {}

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if cls.kind:
            if cls.kind in Trigger.registered:
                raise TypeError(f"two triggers are called {cls.kind!r}")
            Trigger.registered[cls.kind] = cls
