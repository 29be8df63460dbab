"""What a try outside the database came to; handed to `record` of the action."""

from dataclasses import dataclass
from typing import Any

from licorne.services.claiming import Claim


@dataclass(frozen=True)
class Outcome:
    """What a try outside the database came to."""

    lease: Claim
    milliseconds: int
    prepared: Any = None
    value: Any = None
    error: Exception | None = None
