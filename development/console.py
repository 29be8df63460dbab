"""What the person at the terminal sees: one line per step with its time, one line for what cannot be."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_BEGAN = time.monotonic()
_TICK = 5.0


class Trouble(Exception):
    """The command cannot go on; the message is one line that says what to do. Exit code 2."""


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"dev.py: {text}\n")
    sys.stderr.flush()


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Say when a step begins, that it still goes on, and how long it took."""
    began = time.monotonic()
    done = threading.Event()
    say(f"[{began - _BEGAN:5.1f} s] {name} …")
    ticker = threading.Thread(target=_tick, args=(name, began, done), daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
    say(f"[{time.monotonic() - _BEGAN:5.1f} s] {name}: done in {time.monotonic() - began:.1f} s")


def _tick(name: str, began: float, done: threading.Event) -> None:
    while not done.wait(_TICK):
        say(f"[{time.monotonic() - _BEGAN:5.1f} s] {name}: {time.monotonic() - began:.0f} s so far")
