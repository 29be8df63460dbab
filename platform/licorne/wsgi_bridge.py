"""From Granian's RSGI to a WSGI app: the app runs in a pool of threads, the event loop only carries bytes."""

import asyncio
import io
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian._granian import RSGIProtocolClosed as ProtocolClosed
from granian.rsgi import Scope

from licorne.wsgi_body import Body

Head = list[tuple[str, str]]
#: An answer of known length up to this is sent in one piece.
_WHOLE: Final = 4 * 2**20
_OWN_NAMES: Final = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
#: Where a header comes several times: cookies are parted by a semicolon (RFC 6265, 5.4), all else by a comma (RFC 9110, 5.3).
_COOKIE: Final = "HTTP_COOKIE"


class Bridge:
    """Answers by a WSGI app. `threads` is how many requests are in it at a time; the others wait."""

    def __init__(self, app: Callable[..., Iterable[bytes]], threads: int) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="wsgi")

    async def answer(self, scope: Scope, protocol: HTTPProtocol, body: bytes | None = None) -> None:
        """Has the app answer a request; `body` where it was read already."""
        loop = asyncio.get_running_loop()
        stream = io.BytesIO(body) if body is not None else io.BufferedReader(Body(_pieces(protocol), loop))
        environ = _environ(scope, stream)
        await loop.run_in_executor(self._pool, _Call(self._app, protocol, loop).answer, environ)

    def close(self) -> None:
        """Takes no more requests."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class _Call:
    """One request in the app."""

    def __init__(
        self, app: Callable[..., Iterable[bytes]], protocol: HTTPProtocol, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._app, self._protocol, self._loop = app, protocol, loop
        self._status, self._head = 500, Head()

    def answer(self, environ: dict[str, Any]) -> None:
        """In a thread of the pool, from the first byte to the last."""
        pieces = self._app(environ, self._start)
        try:
            if self._length() <= _WHOLE:
                self._protocol.response_bytes(self._status, self._head, b"".join(pieces))
            else:
                self._stream(pieces)
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()

    def _start(self, status: str, head: Head, error: object = None) -> None:
        self._status, self._head = int(status.split(" ", 1)[0]), head

    def _length(self) -> float:
        lengths = [int(value) for name, value in self._head if name.lower() == "content-length"]
        return lengths[0] if lengths else float("inf")

    def _stream(self, pieces: Iterable[bytes]) -> None:
        transport = self._protocol.response_stream(self._status, self._head)

        async def send(piece: bytes) -> None:
            await transport.send_bytes(piece)

        try:
            for piece in pieces:
                if piece:
                    asyncio.run_coroutine_threadsafe(send(piece), self._loop).result()
        except ProtocolClosed:
            return  # the client has gone: nobody misses the rest


async def _pieces(protocol: HTTPProtocol) -> AsyncIterator[bytes]:
    async for piece in protocol:
        yield piece


def _environ(scope: Scope, body: io.BufferedIOBase) -> dict[str, Any]:
    """PEP 3333, with what Granian's own WSGI gives an app."""
    server, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        **_FIXED,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
    }
    for name, value in scope.headers.items():
        key = _OWN_NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        before = environ.get(key)
        environ[key] = value if before is None else f"{before}{';' if key == _COOKIE else ','}{value}"
    return environ


_FIXED: Final = {
    **os.environ,
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": False,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}
