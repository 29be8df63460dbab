"""Identifiers: UUIDv7 (RFC 9562, section 5.7): sortable by time, not guessable, made without asking the database."""

import os
import threading

from licorne.adapters import clock

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A UUIDv7 in its canonical form; within one process each is larger than the one before."""
    stamp = _next_stamp()
    tail = int.from_bytes(os.urandom(8)) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    text = f"{stamp >> 12:012x}7{stamp & 0xFFF:03x}{tail:016x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _next_stamp() -> int:
    """48 bits of milliseconds and 12 bits that count within one (RFC 9562, 6.2, method 1)."""
    global _last
    moment = int(clock.now().timestamp() * 1000) << 12
    with _lock:
        _last = max(moment, _last + 1)
        return _last


def is_id(text: str) -> bool:
    """Whether `text` has the form of an identifier, so that it may be asked of the database."""
    parts = text.split("-")
    return [len(part) for part in parts] == [8, 4, 4, 4, 12] and all(
        character in "0123456789abcdef-" for character in text
    )
