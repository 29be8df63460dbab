"""Whether this web process was asked to end: endless answers (event streams) wait on it instead of sleeping."""

import os
import signal
import threading
from typing import Final

STOPPING: Final = threading.Event()


def notice_signals() -> None:
    """Set `STOPPING` at the first signal that Python handles, whoever handles it. Main thread only."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    threading.Thread(target=_wait, args=(read,), daemon=True, name="stopping").start()


def _wait(read: int) -> None:
    os.read(read, 1)
    STOPPING.set()
