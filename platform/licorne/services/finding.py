"""What `licorne doctor` reports: a broken invariant of docs/invariants.md, what it concerns, and what is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Finding:
    """One broken invariant. `subject` is an id or a number that can be looked up."""

    invariant: str
    subject: str
    message: str

    def as_json(self) -> dict[str, str]:
        """Plain data."""
        return asdict(self)


#: A check of one organisation.
Check = Callable[[str], Iterator[Finding]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Registers a check of one organisation; one module in `invariants/` per family."""
    CHECKS.append(function)
    return function
