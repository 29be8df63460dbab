"""What an event will be and cause, as rows that are not written yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.expression.json_types import Json

Rows = tuple[Mapping[str, object], ...]


@dataclass(frozen=True)
class Planned:
    """The rows of an event, of the runs that answer it and of their effects; made without the database.

    `limited`: the limits of runs that have any, by the run's id. They are judged where the rows are written.
    """

    event: Mapping[str, object]
    runs: Rows
    effects: Rows
    limited: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
