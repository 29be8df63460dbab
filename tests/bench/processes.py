"""Processes of the bench: started in a folder of its own, and ended with it."""

import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers.children import end, spawn
from tests.servers.instance import ROOT, environment
from tests.servers.ports import free_port


class Place:
    """A folder and the processes that live in it. All end when its `with` block does."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.stack = stack

    def start(
        self, module: str, *arguments: str, environ: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        """`python -m module …`, with its output in a file of the folder."""
        command = [sys.executable, "-m", module, *arguments]
        log = self.folder / f"{module.rpartition('.')[2]}.log"
        process = spawn(command, log, environ=environ or environment(), cwd=ROOT)
        self.stack.callback(end, process)
        return process

    def serve(self, module: str, arguments: Sequence[str], path: str, environ: Mapping[str, str]) -> int:
        """A web server that answers `path` by now; its port. `{port}` in the arguments stands for it."""
        port = free_port()
        process = self.start(module, *(one.format(port=port) for one in arguments), environ=environ)
        wait_until(lambda: _answers(port, path), 30, process)
        return port


@contextmanager
def place(folder: Path) -> Iterator[Place]:
    """A place in a new folder."""
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        yield Place(folder, stack)


def wait_until(
    reached: Callable[[], bool],
    seconds: float,
    process: "subprocess.Popen[bytes] | None" = None,
    every: float = 0.01,
) -> None:
    """Looks again and again; raises where it takes longer than `seconds`, or `process` ends before."""
    deadline = time.monotonic() + seconds
    while not reached():
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"a process ended with code {process.returncode}: {process.args!r}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"not reached within {seconds} s")
        time.sleep(every)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
