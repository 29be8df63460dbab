"""One warm child process that draws, and can be killed: `PdfRenderer`. One per worker process.

A program of its own (no fork): it shares no lock, no socket and no connection with the worker, whatever the worker was
doing. A worker that ends takes its child along; a child that ends is replaced at the next document.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from licorne.adapters import clock
from licorne.adapters.pdf.attachment import Attachment
from licorne.adapters.pdf.failures import RenderStopped
from licorne.adapters.pdf.frames import Ended, Frame, Late, read_until, write_until
from licorne.adapters.pdf.messages import outcome, request

#: A new child imports xhtml2pdf and the faces first: 0.6 s on an idle machine.
START_S = 30.0


@dataclass(frozen=True)
class Recycling:
    """When a child has served enough: Python's memory only grows."""

    renders: int = 2000
    resident: int = 300 * 1024 * 1024


class Child:
    """A running child."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "licorne.adapters.pdf.child", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            close_fds=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.requests, self.answers = self.process.stdin, self.process.stdout
        os.set_blocking(self.requests.fileno(), False)
        self.owner = os.getpid()
        self.ready = False
        self.served = 0
        self.resident = 0

    def alive(self) -> bool:
        """Whether this process may still use it: after a fork the child belongs to the parent."""
        return self.owner == os.getpid() and self.process.poll() is None

    def await_ready(self) -> None:
        """Waits for its first sign of life; raises Late or Ended."""
        if not self.ready:
            read_until(self.answers.fileno(), clock.monotonic() + START_S)
            self.ready = True

    def exchange(self, frame: Frame, deadline: float) -> Frame:
        """One request and its answer; raises Late or Ended."""
        write_until(self.requests.fileno(), frame.packed(), deadline)
        reply = read_until(self.answers.fileno(), deadline)
        self.served += 1
        self.resident = reply.header.get("resident", self.resident)
        return reply

    def end(self) -> None:
        """Kills it; there is nothing that it could lose."""
        self.requests.close()
        self.answers.close()
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()


class PdfRenderer:
    """A `Renderer`. Safe for threads, one document at a time: two workers draw in parallel, two threads do not."""

    def __init__(self, recycling: Recycling | None = None) -> None:
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
            code = child.process.poll()
            self._drop()
            raise RenderStopped("died", f"exit code {code}") from error
        except BaseException:
            self._drop()  # half an answer may be on the pipe
            raise

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
        return self._child.process.pid if self._child else None

    def _ready(self) -> Child:
        if self._child is None or not self._child.alive():
            self._drop()
            self._child = Child()
        return self._child

    def _recycle(self, child: Child) -> None:
        if child.served >= self._recycling.renders or child.resident >= self._recycling.resident:
            self._drop()

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()
