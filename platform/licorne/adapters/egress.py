"""The one way out: every call to an address that comes from an organisation's data goes through here.

The name is resolved once, every address is judged, and the connection is made to the judged address itself: there is no second
look-up that could answer otherwise (DNS rebinding). Redirects are not followed. Only public addresses pass, and what the operator
allows by exact host:port (`LICORNE_EGRESS_ALLOW`).
"""

import ipaddress
import socket
from collections.abc import Collection
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

Allowed = Collection[tuple[str, int]]
#: Python 3.11's `is_global` says yes to these: NAT64 and 6to4 reach IPv4 addresses, the others are not the public internet.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "::/96",
        "::ffff:0:0/96",
        "fec0::/10",
        "100.64.0.0/10",
    )
)
#: Seconds for the connection, and between two pieces of the answer.
TIMEOUT = (5.0, 20.0)


class Blocked(OSError):
    """The address is not one that we call. An OSError, so that urllib3 treats it as a failed connection."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet's."""
    ip = ipaddress.ip_address(address)
    return (
        ip.is_global
        and not ip.is_multicast
        and not any(ip in network for network in _NOT_PUBLIC if ip.version == network.version)
    )


def judged_connection(host: str, port: int, timeout: float | None, allowed: Allowed) -> socket.socket:
    """A connection to the first judged address of a host. Raises Blocked where any of its addresses is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if (host.lower(), port) not in allowed:
        blocked = [str(entry[4][0]) for entry in found if not is_public(str(entry[4][0]).partition("%")[0])]
        if blocked:
            raise Blocked(f"{host} is {blocked[0]}, which is not a public address")
    return _connect(found, timeout)


def _connect(found: list[Any], timeout: float | None) -> socket.socket:
    last: OSError | None = None
    for family, kind, protocol, _, address in found:
        made = socket.socket(family, kind, protocol)
        made.settimeout(timeout)
        try:
            made.connect(address)
        except OSError as error:
            made.close()
            last = error
        else:
            return made
    raise last or OSError("the name has no address")


def session(allowed: Allowed) -> requests.Session:
    """A session whose every connection is judged. It reads no proxy, no .netrc and follows no redirect."""
    made = _Session()
    made.trust_env = False
    adapter = _Adapter(allowed)
    made.mount("http://", adapter)
    made.mount("https://", adapter)
    return made


class _Session(requests.Session):
    def request(self, *arguments: Any, **options: Any) -> requests.Response:
        options["allow_redirects"] = False
        options.setdefault("timeout", TIMEOUT)
        return super().request(*arguments, **options)


class _Adapter(HTTPAdapter):
    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self._allowed)


def _pools(allowed: Allowed) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools with connections that are judged."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return judged_connection(self._dns_host, self.port, _seconds(self.timeout), allowed)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return judged_connection(self._dns_host, self.port, _seconds(self.timeout), allowed)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _seconds(timeout: object) -> float | None:
    return timeout if isinstance(timeout, float | int) else TIMEOUT[0]
