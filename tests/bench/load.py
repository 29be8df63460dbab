"""A load client: one thread, keep-alive connections, requests written beforehand. It costs some twenty microseconds a request."""

import select
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
#: A server that says nothing for so long fails the bench.
_PATIENCE_S = 30.0


@dataclass
class Load:
    """What came back: seconds of the whole, of each request, how often each status, and the first answer of each."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    examples: dict[int, bytes] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency, in seconds, that `share` of the requests stayed within."""
        return sorted(self.latencies)[min(len(self.latencies) - 1, int(len(self.latencies) * share))]

    def only(self, status: int) -> "Load":
        """Itself; raises where another status came back: a fast refusal is no throughput."""
        if set(self.statuses) != {status}:
            raise RuntimeError(f"expected {status} only, got {dict(self.statuses)}: {self.examples}")
        return self


@dataclass
class _Line:
    socket: socket.socket
    sent: float = 0.0
    received: bytes = b""


def drive(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Load:
    """Sends `requests` over `connections`, the next one as soon as the last is answered, until they or the time are used up."""
    poll, lines, load = select.epoll(), _open(port, min(connections, len(requests))), Load()
    todo, began = iter(requests), time.perf_counter()
    try:
        for number, line in lines.items():
            poll.register(number, select.EPOLLIN)
            _send(line, todo, began + seconds)
        waiting = set(lines)
        while waiting:
            ready = poll.poll(_PATIENCE_S)
            if not ready:
                raise RuntimeError("the server does not answer")
            waiting -= {number for number, _ in ready if not _serve(lines[number], todo, load, began + seconds)}
    finally:
        load.seconds = time.perf_counter() - began
        poll.close()
        for line in lines.values():
            line.socket.close()
    return load


def _open(port: int, count: int) -> dict[int, _Line]:
    opened = [socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_S) for _ in range(count)]
    for one in opened:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return {one.fileno(): _Line(one) for one in opened}


def _send(line: _Line, todo: Iterator[bytes], until: float) -> bool:
    request = next(todo, None) if time.perf_counter() < until else None
    if request is None:
        return False
    line.sent = time.perf_counter()
    line.socket.sendall(request)
    return True


def _serve(line: _Line, todo: Iterator[bytes], load: Load, until: float) -> bool:
    """Reads what came; whether the connection still waits for something."""
    piece = line.socket.recv(65536)
    if not piece:
        raise RuntimeError("the server closed a connection")
    line.received += piece
    status = _status(line.received)
    if status is None:
        return True
    load.latencies.append(time.perf_counter() - line.sent)
    load.statuses[status] += 1
    load.examples.setdefault(status, line.received)
    line.received = b""
    return _send(line, todo, until)


def _status(received: bytes) -> int | None:
    """The status of a complete answer."""
    head, end, body = received.partition(_END)
    if not end:
        return None
    place = head.lower().find(_LENGTH)
    if place < 0:
        raise RuntimeError("an answer without a length")
    length = int(head[place + len(_LENGTH) :].split(b"\r\n", 1)[0])
    return int(head[9:12]) if len(body) >= length else None


def get(path: str) -> bytes:
    """A request for a page."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def post(path: str, body: bytes) -> bytes:
    """A form as a browser posts it."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
