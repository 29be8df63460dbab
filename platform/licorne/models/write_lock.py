"""A fair lock between processes around SQLite's writes.

SQLite's own busy handler polls: with several writers single waits of a second were measured. Waiters of an advisory file lock
are woken in turn, so the tail stays at tens of milliseconds. PostgreSQL needs none.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class _Handle:
    """The lock file as one thread has opened it; closed with the thread, whose locals are dropped when it ends.

    In a forked child it is the parent's too: closing it there leaves the parent's lock alone, unlocking it would not.
    """

    def __init__(self, file: Path) -> None:
        self.process = os.getpid()
        self.number = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)

    def __del__(self) -> None:
        if hasattr(self, "number"):
            os.close(self.number)


class WriteLock:
    """Each thread opens the file for itself, so that the lock holds between threads as well as between processes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._local = threading.local()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Waits for the lock and holds it for the block."""
        handle = self._handle()
        fcntl.flock(handle.number, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(handle.number, fcntl.LOCK_UN)

    def _handle(self) -> _Handle:
        handle: _Handle | None = getattr(self._local, "handle", None)
        if handle is None or handle.process != os.getpid():
            handle = self._local.handle = _Handle(self._file)
        return handle
