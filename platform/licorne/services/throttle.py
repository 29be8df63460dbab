"""Slows down whoever guesses passwords: failures are counted per account and per network, in the database, for all processes.

A good sign-in does not reset the network's count: a guesser with one account of its own gains nothing. Few failures are allowed
for an account from one network and more in all, so that a stranger elsewhere cannot lock its owner out with ten tries.
"""

import hashlib
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from licorne.adapters import clock
from licorne.errors import LicorneError
from licorne.models.base import table_of
from licorne.models.database import current_session, transaction
from licorne.models.guard import GuardedSession
from licorne.models.organisation import FailedLogins

WINDOW = timedelta(minutes=15)
#: Failures within a window; beyond them even the right password waits (ASVS 6.3.1).
PER_PAIR, PER_ACCOUNT, PER_NETWORK = 10, 100, 50


class TooManyAttempts(LicorneError):
    """Wait before the next try (HTTP 429). `seconds` until the window ends; `kind` of the purse that is empty."""

    def __init__(self, seconds: int, kind: str = "") -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds, self.kind = seconds, kind


class Purse(NamedTuple):
    """What may be done so often within a window: `most` times by or to `value`, a network or an address."""

    kind: str
    value: str
    most: int
    window: timedelta = WINDOW


def network_of(address: str | None) -> str:
    """The network of an address: of IPv6 the /64 that one connection has to itself (RFC 4291, 2.5.4), or every try is a new network."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return address or ""
    if isinstance(found, IPv4Address):
        return str(found)
    # A socket for both kinds writes 192.0.2.1 as ::ffff:192.0.2.1; by its /64 that would be everybody.
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def spend(*purses: Purse) -> None:
    """Counts one use of each. Raises TooManyAttempts, and counts nothing, where one is empty."""
    now = clock.now()
    with transaction() as session:
        session.execute(delete(FailedLogins).where(FailedLogins.expires_at < now))
        for purse in sorted(purses):
            end = _end(now, purse.window)
            if _counted(session, _key(purse.kind, purse.value, end), end) > purse.most:
                raise TooManyAttempts(max(1, int((end - now).total_seconds())), purse.kind)


def check(email: str, network: str) -> None:
    """Raises TooManyAttempts where account or network have used up their failures."""
    now = clock.now()
    limits = _limits(email, network, now)
    rows = current_session().scalars(select(FailedLogins).where(FailedLogins.key.in_(limits))).all()
    for row in rows:
        if row.count >= limits[row.key]:
            raise TooManyAttempts(max(1, int((row.expires_at - now).total_seconds())))


def count_failure(email: str, network: str) -> None:
    """Counts one failed sign-in, and forgets windows that are over."""
    now = clock.now()
    with transaction() as session:
        for key in _limits(email, network, now):
            _counted(session, key, _end(now))
        session.execute(delete(FailedLogins).where(FailedLogins.expires_at < now))


def _counted(session: GuardedSession, key: str, end: datetime) -> int:
    """Adds one; how many there are by now."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    table = table_of(FailedLogins)
    inserted = dialect.insert(table).values(key=key, count=1, expires_at=end)
    more = inserted.on_conflict_do_update(index_elements=["key"], set_={"count": table.c.count + 1})
    return int(session.execute(more.returning(table.c.count)).scalar_one())


def _limits(email: str, network: str, now: datetime) -> dict[str, int]:
    end = _end(now)
    return {
        _key("pair", f"{email.strip().lower()} {network}", end): PER_PAIR,
        _key("account", email, end): PER_ACCOUNT,
        _key("network", network, end): PER_NETWORK,
    }


def _end(now: datetime, window: timedelta = WINDOW) -> datetime:
    seconds = window.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, now.tzinfo)


def _key(kind: str, value: str, end: datetime) -> str:
    """What is counted, hashed: the table tells nobody who tried."""
    text = f"{kind}\n{value.strip().lower()}\n{end.isoformat()}"
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
