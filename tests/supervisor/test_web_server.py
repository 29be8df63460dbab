"""One web process of Granian, started by its internal worker: it serves, streams and ends, as WSGI and over the bridge."""

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.children import end, spawn
from tests.servers.instance import environment
from tests.servers.ports import free_port

SERVER = """
import sys
from licorne import stopping, web_server
from licorne.stopping import STOPPING
from licorne.wsgi_bridge import Bridge

def create_app():
    def app(environ, start_response):
        if environ["PATH_INFO"] == "/stream":
            start_response("200 OK", [("Content-Type", "text/event-stream")])
            return stream()
        body = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [body or b"hello"]
    return app

def stream():
    while not STOPPING.wait(0.2):
        yield b"data: tick\\n\\n"

class Bridged:
    def __init__(self):
        self.bridge = Bridge(create_app(), 4)
    def __rsgi_init__(self, loop):
        stopping.notice_signals()
    def __rsgi_del__(self, loop):
        self.bridge.close()
    async def __rsgi__(self, scope, protocol):
        await self.bridge.answer(scope, protocol)

if sys.argv[2] == "bridged":
    web_server.serve_asynchronous(Bridged, "127.0.0.1", int(sys.argv[1]))
else:
    web_server.serve(create_app, "127.0.0.1", int(sys.argv[1]))
"""


@pytest.fixture(params=["wsgi", "bridged"])
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = free_port()
    process = spawn([sys.executable, "-c", SERVER, str(port), request.param], tmp_path / "log", environ=environment())
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 20
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            break
        except OSError:
            assert time.monotonic() < deadline, (tmp_path / "log").read_text()
            time.sleep(0.05)
    yield process, url
    end(process, signal.SIGKILL)


def test_it_answers_get_and_post(server: tuple[subprocess.Popen[bytes], str]) -> None:
    with urllib.request.urlopen(server[1], timeout=5) as answer:
        assert answer.read() == b"hello"
    with urllib.request.urlopen(server[1], b"a=1", timeout=5) as answer:
        assert answer.read() == b"a=1"


def test_it_ends_at_once_although_a_stream_is_open(server: tuple[subprocess.Popen[bytes], str]) -> None:
    process, url = server
    with urllib.request.urlopen(f"{url}/stream", timeout=5) as answer:
        assert answer.readline() == b"data: tick\n"
        began = time.monotonic()
        process.terminate()
        assert process.wait(5) == 0
    assert time.monotonic() - began < 2


def test_a_large_body_arrives_whole(server: tuple[subprocess.Popen[bytes], str]) -> None:
    body = bytes(range(256)) * 20_000
    with urllib.request.urlopen(server[1], body, timeout=10) as answer:
        assert answer.read() == body


def test_a_stream_that_nobody_reads_any_more_ends(server: tuple[subprocess.Popen[bytes], str]) -> None:
    for _ in range(6):  # more than there are threads behind the bridge
        with urllib.request.urlopen(f"{server[1]}/stream", timeout=5) as answer:
            assert answer.readline() == b"data: tick\n"
    with urllib.request.urlopen(server[1], timeout=5) as answer:
        assert answer.read() == b"hello"
