"""Password hashes: Argon2id with the library's current settings. One at a time per process: each takes 64 MiB."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from licorne.errors import refuse

_hasher = PasswordHasher()
_one_at_a_time = threading.Lock()
#: NIST SP 800-63B: length is what counts; no composition rules.
SHORTEST, LONGEST = 10, 256


def hashed(password: str) -> str:
    """The hash to keep. Raises Refused for a password that is too short or too long."""
    if len(password) < SHORTEST:
        raise refuse("password_too_short", "password", least=str(SHORTEST))
    if len(password) > LONGEST:
        raise refuse("password_too_long", "password", most=str(LONGEST))
    with _one_at_a_time:
        return _hasher.hash(password)


@cache
def _decoy() -> str:
    """Verified against when nobody has the address, so that both answers take the same time. Made once, when first needed."""
    return _hasher.hash("a password that nobody has")


def matches(password: str, kept: str) -> bool:
    """Whether the password is the one; takes as long where there is none."""
    with _one_at_a_time:
        try:
            _hasher.verify(kept or _decoy(), password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return bool(kept)
