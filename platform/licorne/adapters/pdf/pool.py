"""One warm child process that draws, and can be killed: `PdfRenderer`. One per worker process.

Beneath a supervisor it comes from the nursery, else it is a program of its own. A worker that ends takes its child along; a child
that ends is replaced at the next document.
"""

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from socket import SocketIO
from types import TracebackType
from typing import IO, Any, Protocol, Self, TypeAlias

from licorne.adapters import clock
from licorne.adapters.pdf import door
from licorne.adapters.pdf.attachment import Attachment
from licorne.adapters.pdf.failures import RenderStopped
from licorne.adapters.pdf.frames import Ended, Frame, Late, read_until, write_until
from licorne.adapters.pdf.messages import outcome, request

#: A new child imports xhtml2pdf and the faces first: 0.6 s on an idle machine.
START_S = 30.0
#: A child of the nursery that drew nothing for so many seconds is ended: 20 MB for what is there again in 10 ms.
REST_S = 20.0


@dataclass(frozen=True)
class Recycling:
    """When a child has served enough: Python's memory only grows."""

    renders: int = 2000
    resident: int = 300 * 1024 * 1024


class Handle(Protocol):
    """The process behind a child."""

    @property
    def pid(self) -> int | None:
        """Its id; None before it has said so itself."""
        ...

    def alive(self) -> bool:
        """Whether it runs."""
        ...

    def kill(self) -> None:
        """Ends it; there is nothing that it could lose."""
        ...

    def told(self, frame: Frame) -> None:
        """Hears what it says of itself when it is ready."""
        ...


class Spawned:
    """A program of its own: it shares no lock, no socket and no connection with us, whatever we were doing."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "licorne.adapters.pdf.child", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            close_fds=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.streams = self._process.stdin, self._process.stdout

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def told(self, frame: Frame) -> None:
        return


class Nursling:
    """A child of the nursery. It is not ours to wait for: the kernel's own handle tells whether it runs, whoever bears its id later."""

    def __init__(self) -> None:
        self.pid: int | None = None
        self._handle: int | None = None

    def alive(self) -> bool:
        return self._handle is None or not select.select([self._handle], [], [], 0)[0]

    def kill(self) -> None:
        if self._handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            select.select([self._handle], [], [])
            os.close(self._handle)
            self._handle = None

    def told(self, frame: Frame) -> None:
        pid = int(frame.header["pid"])
        try:
            self._handle = os.pidfd_open(pid)
        except ProcessLookupError as error:
            raise Ended from error
        self.pid = pid


class Child:
    """A running child, from the nursery if there is one."""

    def __init__(self, nursery: Path | None = None) -> None:
        self.handle, self.requests, self.answers = _nursed(nursery) or _spawned()
        os.set_blocking(self.requests.fileno(), False)
        self.owner = os.getpid()
        self.ready = False
        self.served = 0
        self.resident = 0
        self.used = clock.monotonic()

    def alive(self) -> bool:
        """Whether this process may still use it: after a fork the child belongs to the parent."""
        return self.owner == os.getpid() and self.handle.alive()

    def await_ready(self) -> None:
        """Waits for its first sign of life; raises Late or Ended."""
        if not self.ready:
            self.handle.told(read_until(self.answers.fileno(), clock.monotonic() + START_S))
            self.ready = True

    def exchange(self, frame: Frame, deadline: float) -> Frame:
        """One request and its answer; raises Late or Ended."""
        write_until(self.requests.fileno(), frame.packed(), deadline)
        reply = read_until(self.answers.fileno(), deadline)
        self.served += 1
        self.used = clock.monotonic()
        self.resident = reply.header.get("resident", self.resident)
        return reply

    def end(self) -> None:
        """Kills it; there is nothing that it could lose."""
        self.requests.close()
        self.answers.close()
        if self.owner == os.getpid():
            self.handle.kill()


_Stream: TypeAlias = IO[bytes] | SocketIO
_Made: TypeAlias = tuple[Handle, _Stream, _Stream]


def _spawned() -> _Made:
    spawned = Spawned()
    return spawned, *spawned.streams


def _nursed(path: Path | None) -> _Made | None:
    connection = door.entered(path) if path else None
    if connection is None:
        return None
    with connection:
        return Nursling(), connection.makefile("wb", buffering=0), connection.makefile("rb", buffering=0)


class PdfRenderer:
    """A `Renderer`. Safe for threads, one document at a time: two workers draw in parallel, two threads do not."""

    def __init__(self, recycling: Recycling | None = None, nursery: Path | None = None) -> None:
        self._nursery = nursery
        self._recycling = recycling or Recycling()
        self._lock = threading.Lock()
        self._child: Child | None = None

    def start(self) -> None:
        """Starts the child without waiting for it, so that it is warm when the first document comes."""
        with self._lock:
            self._ready()

    def render(self, doc: Mapping[str, Any], timeout_s: float = 30.0, attachments: Sequence[Attachment] = ()) -> bytes:
        """See `Renderer`. `timeout_s` is wall time; the child is killed when it is over."""
        with self._lock:
            child = self._ready()
            reply = self._exchange(child, request(doc, attachments, timeout_s), timeout_s)
            self._recycle(child)
        return outcome(reply)

    def _exchange(self, child: Child, frame: Frame, timeout_s: float) -> Frame:
        try:
            child.await_ready()
            return child.exchange(frame, clock.monotonic() + timeout_s)
        except Late as error:
            self._drop()
            raise RenderStopped("timeout", f"{timeout_s} s") from error
        except Ended as error:
            self._drop()
            raise RenderStopped("died") from error
        except BaseException:
            self._drop()  # half an answer may be on the pipe
            raise

    def rest(self) -> None:
        """Ends a child that had nothing to do for a while, where the nursery has another one at once. Called now and then."""
        if self._nursery is None or not self._lock.acquire(blocking=False):
            return
        try:
            if self._child is not None and clock.monotonic() - self._child.used >= REST_S:
                self._drop()
        finally:
            self._lock.release()

    def close(self) -> None:
        """Ends the child. The next document starts another one."""
        with self._lock:
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        return self._child.handle.pid if self._child else None

    def _ready(self) -> Child:
        if self._child is None or not self._child.alive():
            self._drop()
            self._child = Child(self._nursery)
        return self._child

    def _recycle(self, child: Child) -> None:
        if child.served >= self._recycling.renders or child.resident >= self._recycling.resident:
            self._drop()

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()
