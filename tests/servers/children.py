"""Server processes of the tests: they end with the test run, even when that is killed."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from licorne.processes import die_with


def spawn(
    command: Sequence[str],
    log: Path,
    *,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: int | None = None,
    by: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start `command` with its output in `log`, as another user where `user` is given (only root can)."""
    as_user = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    with log.open("ab") as output:
        return subprocess.Popen(  # the caller ends it
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environ) if environ is not None else None,
            cwd=cwd or log.parent,
            start_new_session=True,
            preexec_fn=_bound_to(os.getpid(), by),
            **as_user,  # type: ignore[arg-type]  # Popen's overloads cannot see the types in a mapping
        )


def _bound_to(parent: int, by: signal.Signals) -> Callable[[], None]:
    return lambda: die_with(parent, by)


def end(process: subprocess.Popen[bytes], by: signal.Signals = signal.SIGTERM, seconds: float = 10) -> None:
    """Ask it to end, then kill it."""
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(seconds)
