"""Whether this process was asked to end: endless answers (event streams) wait on it instead of sleeping, and who performs
effects looks at it between two of them.
"""

import os
import signal
import threading
from typing import Final

STOPPING: Final = threading.Event()
_ASK_TO_END: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def notice_signals() -> None:
    """Set `STOPPING` when the process is asked to end, whoever else handles the signal. Main thread only.

    A thread sets it, never the handler: a handler may interrupt the main thread inside the event's own lock.
    """
    read, write = os.pipe()
    os.set_blocking(write, False)
    before = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    threading.Thread(target=_wait, args=(read, before), daemon=True, name="stopping").start()


def _wait(read: int, before: int) -> None:
    """What is read is passed on to whoever was woken `before` (an event loop; -1 for nobody)."""
    while numbers := os.read(read, 512):
        if any(number in _ASK_TO_END for number in numbers):
            STOPPING.set()
        if before >= 0:
            os.write(before, numbers)
