"""What the supervisor knows of one child: how to start it, whether it lives, when it may start again."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from licorne import processes

_FIRST_DELAY: Final = 0.1
_LONGEST_DELAY: Final = 10.0
# A child that lived this long was well: its next crash is a first one again.
_WELL_AFTER: Final = 20.0


@dataclass
class Child:
    """One process that is kept alive. Instants are seconds of the monotonic clock, handed in."""

    name: str
    run: Callable[[], None]
    pid: int | None = None
    started: float = 0.0
    due: float = 0.0
    crashes: int = 0

    def start(self, now: float) -> None:
        """Fork it."""
        self.pid = processes.fork(self.run)
        self.started = now

    def has_ended(self, now: float) -> str | None:
        """How it ended, if it did since the last look; it is then due again after a delay that grows."""
        if self.pid is None:
            return None
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid == 0:
            return None
        processes.end_group(self.pid)  # whatever it had started (PDF processes) must not outlive it
        self.pid = None
        self.crashes = 1 if now - self.started >= _WELL_AFTER else self.crashes + 1
        self.due = now + self.delay
        return _how(status)

    @property
    def delay(self) -> float:
        """Seconds between the latest crash and the next start."""
        return min(_LONGEST_DELAY, _FIRST_DELAY * 2.0 ** min(self.crashes - 1, 10))

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it lives."""
        if self.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9, with all that it started, and wait for it."""
        if self.pid is not None:
            processes.end_group(self.pid)
            self.send(signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = None


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"ended with code {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"
