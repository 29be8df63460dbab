"""What a trigger is. One file in `triggers/` per kind of event that rules may answer."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rules.expression.json_types import Json


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
