"""Which faults are proven: every registered point, at every kind of effect that passes it, in every way to fail."""

from collections.abc import Iterator
from dataclasses import dataclass

from licorne.faults import POINTS

#: kill9: the process dies. raise: it goes on with an error. stop: it is paused until others have taken its work over.
ACTIONS = ("kill9", "raise", "stop")
#: Passes of one order: the invoice, the tag of the other rule, task, reminder, tag. A point that is new has at least one.
PASSES = {"transactional.before_apply": 5, "transactional.before_commit": 5, "transactional.after_commit": 5}
#: Where nobody can know whether the mail is out, and a paused process cannot be told to leave it.
MAY_DOUBLE = {
    "kill9": {"message.after_accept"},
    "raise": {"message.after_accept"},
    "stop": {"message.before_final_dot", "message.after_accept"},
}


@dataclass(frozen=True)
class Case:
    """One fault of one process."""

    point: str
    action: str
    nth: int

    @property
    def fault(self) -> str:
        """As `LICORNE_FAULT` wants it."""
        return f"{self.point}:{self.action}:{self.nth}"

    @property
    def most_mails(self) -> int:
        """How often the mail may arrive, always under one Message-ID."""
        return 2 if self.point in MAY_DOUBLE[self.action] else 1

    @property
    def writes(self) -> bool:
        """Whether the process is in a write transaction when it reaches the point."""
        return self.point in ("web.before_commit", "sweeper.before_tick") or self.point.startswith(
            "transactional.before"
        )

    @property
    def role(self) -> str:
        """Which process reaches the point."""
        first = self.point.partition(".")[0]
        return first if first in ("web", "sweeper") else "worker"


def waits_for_time(point: str) -> bool:
    """Whether only runs that wait, or schedules, pass the point: `test_flow_points` proves those."""
    return point.startswith(("wait.", "stretch.")) or point.endswith("_schedule")


def cases() -> Iterator[Case]:
    """All that one order passes."""
    for point in (point for point in POINTS if not waits_for_time(point)):
        for nth in range(1, PASSES.get(point, 1) + 1):
            for action in ACTIONS:
                yield Case(point, action, nth)
