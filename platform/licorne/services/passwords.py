"""Password hashes: Argon2id with the library's current settings. One at a time per process: each takes 64 MiB."""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from licorne.errors import refuse

_hasher = PasswordHasher()
_one_at_a_time = threading.Lock()
#: NIST SP 800-63B: length is what counts; no composition rules.
SHORTEST, LONGEST = 10, 256
SHORTEST_FOR_FORM = 4


#: What guessers try first, of the lengths that we allow; small letters.
COMMON = frozenset(
    """
    password12 password123 password1234 password12345 passw0rd123 p@ssword123 motdepasse motdepasse1 motdepasse123 passwort123
    passwort1234 qwertyuiop qwerty12345 qwerty123456 azertyuiop azerty12345 azerty123456 qwertzuiop qwertz12345 1q2w3e4r5t
    1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv zaq12wsxcde3 iloveyou12 iloveyou123 jetaime123 letmein123 letmein1234 welcome123
    welcome1234 bienvenue1 bienvenue123 willkommen willkommen1 administrator admin12345 admin123456 administrateur changeme123
    changeit123 default123 football123 monkey12345 dragon12345 superman123 sunshine123 princess123 michael123 liverpool1
    manchester chocolate1 chocolat123 summer2024 summer2025 summer2026 winter2025 winter2026 abcdefghij abcd123456 abc1234567
    a1b2c3d4e5 test123456 testtest123 secret12345 trustno1234 whatever123 computer123 internet123 licorne123 licorne2026
    """.split()  # noqa: SIM905  # a list of a hundred quoted words would be read by nobody
)
#: Fewer different characters than this make no password, however long.
LEAST_VARIETY = 5
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz")


def hashed(password: str) -> str:
    """The hash to keep. Raises Refused for a password that is too short, too long, or among the first to be guessed."""
    if len(password) < SHORTEST:
        raise refuse("password_too_short", "password", least=str(SHORTEST))
    if len(password) > LONGEST:
        raise refuse("password_too_long", "password", most=str(LONGEST))
    if _is_common(password.strip().lower()):
        raise refuse("password_too_common", "password")
    return _hash(password)


def hashed_for_form(password: str) -> str:
    """The hash of a word that a business gives to many customers; it may be short, since tries are counted.

    Raises:
        Refused: too short or too long.
    """
    word = _as_written(password)
    if len(word) < SHORTEST_FOR_FORM:
        raise refuse("password_too_short", "limits.password", least=str(SHORTEST_FOR_FORM))
    if len(word) > LONGEST:
        raise refuse("password_too_long", "limits.password", most=str(LONGEST))
    return _hash(word)


def matches_form(password: str, kept: str) -> bool:
    """The same for such a word."""
    return matches(_as_written(password), kept)


def _as_written(word: str) -> str:
    """It is copied out of mails, with a blank at its end, and typed on every kind of keyboard (SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", word.strip())


def _hash(password: str) -> str:
    with _one_at_a_time:
        return _hasher.hash(password)


def _is_common(password: str) -> bool:
    return password in COMMON or len(set(password)) < LEAST_VARIETY or any(password in run for run in _RUNS)


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
