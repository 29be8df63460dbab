"""Child processes that never outlive their parent, and locks that never outlive their holder."""

import ctypes
import fcntl
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Final, TextIO

_PR_SET_PDEATHSIG: Final = 1
# Loaded before any fork: between fork and exec a child must not take the loader's locks.
_LIBC: Final = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with(parent: int, by: signal.Signals = signal.SIGKILL) -> None:
    """Called in a child: be ended when process `parent` ends, even by kill -9.

    The kernel tells of deaths from now on only, so a parent that died before is looked for as well.
    """
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(by), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), by)


def watch_parent(parent: int) -> None:
    """The same where the kernel has no such signal (macOS): a thread looks twice a second."""
    if _LIBC is None:
        threading.Thread(target=_watch, args=(parent,), daemon=True, name="parent-watch").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)


class AlreadyHeld(Exception):
    """Another process holds the lock; `owner` is what it wrote into the file (its process id)."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


def hold(path: Path) -> TextIO:
    """Take an exclusive lock for as long as the returned file is open, without waiting: `AlreadyHeld` otherwise.

    The kernel frees it with the process, so a lock file that is left behind means nothing.
    """
    file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        owner = file.read().strip()
        file.close()
        raise AlreadyHeld(owner) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file
