"""How long one effect may take. Who hangs goes on giving signs of life, from a thread: it is no longer vouched for, and ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app

from licorne.adapters import clock

_KEY = "licorne_undertaking"


@dataclass(frozen=True)
class _Undertaking:
    what: str
    until: float


@contextmanager
def bounded(what: str, seconds: float) -> Iterator[None]:
    """Says that this process is at `what` (an effect's id), and for how long that may take."""
    current_app.extensions[_KEY] = _Undertaking(what, clock.monotonic() + seconds)
    try:
        yield
    finally:
        current_app.extensions.pop(_KEY, None)


def hanging() -> str | None:
    """What this process is at for longer than it may take. Asked from the thread that gives the signs of life."""
    at: _Undertaking | None = current_app.extensions.get(_KEY)
    return at.what if at and clock.monotonic() > at.until else None
