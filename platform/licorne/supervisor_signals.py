"""Signals as something to wait for: handlers only leave a byte in a pipe, the main loop reads it."""

import os
import select
import signal
from types import FrameType
from typing import Final

_STOP: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Signals:
    """Asked-for ends and deaths of children; made once, in the main thread.

    `stops` counts requests to end: the second one means at once.
    """

    def __init__(self) -> None:
        self.stops = 0
        self._read, write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else _pipe()
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _only_wake)
        for number in _STOP:
            signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stops += 1

    def wait(self, seconds: float, *more: int) -> list[int]:
        """Wait for a signal, for data on a descriptor of `more`, or for the time to pass; which of `more` have data."""
        ready, _, _ = select.select([self._read, *more], [], [], max(0.0, seconds))
        if self._read in ready:
            os.read(self._read, 512)
        return [one for one in ready if one != self._read]


def _only_wake(number: int, frame: FrameType | None) -> None:
    """The byte in the pipe is all that is needed."""


def _pipe() -> tuple[int, int]:
    ends = os.pipe()
    for end in ends:
        os.set_blocking(end, False)
    return ends
