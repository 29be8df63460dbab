"""Identifiers: UUIDv7 (RFC 9562, section 5.7): sortable by time, not guessable, made without asking the database."""

import os
import threading
from datetime import UTC, datetime
from io import BytesIO

from licorne.adapters import clock

#: Random bytes asked for at once: every call of the system hands the interpreter to another thread, and a post needs ten identifiers.
_AT_ONCE = 4096
#: A clock that is set back further than a minute is believed: identifiers tell when a page was shown.
_SET_BACK = 60_000 << 12
_lock = threading.Lock()
_last = 0
_random = BytesIO()


def new_id() -> str:
    """A UUIDv7 in its canonical form; within one process each is larger than the one before.

    Unless the clock was set back by more than a minute.
    """
    stamp, random = _next()
    tail = int.from_bytes(random) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    # One formatting: a post needs ten identifiers, and they were a fifth of its planning.
    return "%08x-%04x-7%03x-%04x-%012x" % (  # noqa: UP031  # twice as fast as an f-string with five formats
        stamp >> 28,
        stamp >> 12 & 0xFFFF,
        stamp & 0xFFF,
        tail >> 48,
        tail & 0xFFFF_FFFF_FFFF,
    )


def _next() -> tuple[int, bytes]:
    """48 bits of milliseconds and 12 bits that count within one (RFC 9562, 6.2, method 1); eight random bytes."""
    global _last, _random
    moment = clock.milliseconds() << 12
    with _lock:
        _last = moment if moment + _SET_BACK < _last else max(moment, _last + 1)
        random = _random.read(8)
        if not random:
            _random = BytesIO(os.urandom(_AT_ONCE))
            random = _random.read(8)
        return _last, random


def _forget() -> None:
    """A forked process must not go on with the random bytes of its parent."""
    global _random
    _random = BytesIO()


os.register_at_fork(after_in_child=_forget)


def made_at(of: str) -> datetime:
    """When an identifier was made, to the millisecond. Raises ValueError for what is none."""
    return datetime.fromtimestamp(int(of.replace("-", "")[:12], 16) / 1000, UTC)


def beside(of: str) -> str:
    """Another identifier that tells the same millisecond."""
    return of[:13] + new_id()[13:]


def floor(of: str, seconds: float) -> str:
    """The smallest identifier that could have been made so many seconds before `of` was."""
    moment = max(0, int(of.replace("-", "")[:12], 16) - round(seconds * 1000))
    text = f"{moment:012x}"
    return f"{text[:8]}-{text[8:]}-7000-8000-000000000000"


def is_id(text: str) -> bool:
    """Whether `text` has the form of an identifier, so that it may be asked of the database."""
    parts = text.split("-")
    return [len(part) for part in parts] == [8, 4, 4, 4, 12] and all(
        character in "0123456789abcdef-" for character in text
    )
