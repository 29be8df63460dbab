"""What a run wants done, as pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.expression.json_types import Json
from rules.expression.problem import Problem


@dataclass(frozen=True)
class Intent:
    """What a run wants done. `settings` are in the resting form: `rules.expression.bind.bind` finishes them.

    `item` tells apart the intents of one step: the number of the row in an `each`, empty outside of one.
    """

    step: str
    item: str
    action: str
    settings: dict[str, Json]


@dataclass(frozen=True)
class Plan:
    """The answer of one matching rule version. With problems there are no intents: the run needs a person.

    `cursor` is where the walk goes on once all intents are done, empty where it has reached the end. `limits` are the
    document's with their keys from the facts; None where it has none.
    """

    version_id: str
    intents: tuple[Intent, ...]
    problems: tuple[Problem, ...] = ()
    cursor: str = ""
    limits: Mapping[str, Json] | None = None
