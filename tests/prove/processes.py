"""Real processes that may be killed: forked from a server that has imported the application once."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

import psutil

from tests.servers.instance import ROOT


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.prove.roles"])
    return context


def spawn(role: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    """Starts a role in a process of its own."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'platform'}"  # the fork server is started with it, once
    try:
        process = _context().Process(target=role, args=arguments, daemon=True)
        process.start()
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before
    return process


@contextmanager
def running(role: Callable[..., None], *arguments: Any) -> Iterator[ForkServerProcess]:
    """A process that does not outlive the block."""
    process = spawn(role, *arguments)
    try:
        yield process
    finally:
        process.kill()
        process.join(10)
        process.close()


def run(role: Callable[..., None], *arguments: Any, seconds: float = 60) -> int:
    """Runs a role to its end; its exit code, negative for the signal that ended it."""
    with running(role, *arguments) as process:
        process.join(seconds)
        assert process.exitcode is not None, f"{role.__name__} did not end within {seconds} s"
        return process.exitcode


def wait_until_stopped(process: ForkServerProcess, marker: Path, seconds: float = 30) -> bool:
    """Whether the process stopped at its fault; False where it ended before."""
    deadline = time.monotonic() + seconds
    seen = psutil.Process(process.pid)
    while process.is_alive():
        if marker.exists() and seen.status() == psutil.STATUS_STOPPED:
            return True
        assert time.monotonic() < deadline, "neither stopped nor ended"
        time.sleep(0.02)
    return False


def go_on(process: ForkServerProcess) -> None:
    """SIGCONT."""
    assert process.pid is not None
    os.kill(process.pid, signal.SIGCONT)
