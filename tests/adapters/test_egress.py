"""Calls to addresses from data reach the public internet or nothing."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from licorne.adapters import egress


class Canary(BaseHTTPRequestHandler):
    hits: list[str] = []  # noqa: RUF012  # one list for the whole test

    def do_GET(self) -> None:
        self.hits.append(self.path)
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "/arrived")
        else:
            self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        return


@pytest.fixture
def canary() -> Iterator[int]:
    Canary.hits.clear()
    server = HTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


HOSTS = [
    "127.0.0.1",
    "localhost",
    "0.0.0.0",
    "2130706433",
    "0x7f000001",
    "127.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost.",
]


@pytest.mark.parametrize("host", HOSTS)
def test_no_spelling_of_this_machine_is_called(canary: int, host: str) -> None:
    with egress.session(frozenset()) as session, pytest.raises(requests.ConnectionError):
        session.get(f"http://{host}:{canary}/secret")
    assert Canary.hits == []


def test_a_name_that_answers_with_a_private_address_is_refused(canary: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*arguments: object, **options: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", canary))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with egress.session(frozenset()) as session, pytest.raises(requests.ConnectionError, match="not a public address"):
        session.get(f"http://innocent.example:{canary}/")
    assert Canary.hits == []


def test_what_the_operator_allows_by_host_and_port_is_called_and_redirects_are_not_followed(canary: int) -> None:
    with egress.session({("127.0.0.1", canary)}) as session:
        assert session.get(f"http://127.0.0.1:{canary}/away").status_code == 302
        with pytest.raises(requests.ConnectionError):
            session.get(f"http://127.0.0.2:{canary}/")
    assert Canary.hits == ["/away"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::ffff:10.0.0.1", False),
        ("fec0::1", False),
        ("fd00::1", False),
        ("224.0.0.1", False),
    ],
)
def test_only_addresses_of_the_public_internet_count_as_public(address: str, public: bool) -> None:
    assert egress.is_public(address) is public
