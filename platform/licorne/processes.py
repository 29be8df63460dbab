"""Child processes that never outlive their parent, and locks that never outlive their holder."""

import ctypes
import fcntl
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn, TextIO

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


def fork(run: Callable[[], None]) -> int:
    """Run `run` in a child process and return its id. The child ends with us, and no terminal reaches it.

    It is a copy of this process (cheap in memory: what both only read is shared), so this process must have no threads
    and no open connections. It leads a group of its own: `end_group` finds whatever it leaves behind.
    """
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _be_child(parent, run)
    return pid


def _be_child(parent: int, run: Callable[[], None]) -> NoReturn:
    code = os.EX_SOFTWARE
    try:
        _leave(parent)
        run()
        code = os.EX_OK
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else os.EX_SOFTWARE
    except BaseException:  # noqa: BLE001  the process ends here: whatever it was is printed, and told by the exit code
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # never back into the parent's stack: its clean-up is the parent's


def _leave(parent: int) -> None:
    os.setsid()
    die_with(parent)
    watch_parent(parent)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)


def end_group(pid: int) -> None:
    """kill -9 what is left of the group that the child `pid` led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


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
