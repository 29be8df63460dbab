"""Calling programs: their output goes to a log, and failures become one line."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from development.console import Trouble
from development.places import LOG, ROOT, VENV

# How pip, uv and npm say that they reached nobody; pip finds "no versions" of what an unreachable index has.
_NETWORK = (
    *("dns error", "failed to resolve", "temporary failure in name resolution", "connection refused", "timed out"),
    *("network is unreachable", "enotfound", "econnrefused", "etimedout", "from versions: none"),
)


def call(what: str, command: Sequence[str], cwd: Path = ROOT, environ: Mapping[str, str] | None = None) -> None:
    """Run it to its end. `what` names it in the one line of a failure.

    Raises:
        Trouble: it failed; its output is in the log.
    """
    LOG.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"PYTHONNOUSERSITE": "1"} | caches() | dict(environ or {})
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    output = done.stdout + done.stderr
    with LOG.open("a") as log:
        log.write(f"$ {' '.join(command)}\n{output}\n")
    if done.returncode != 0:
        raise Trouble(_reason(what, output))


def _reason(what: str, output: str) -> str:
    if any(sign in output.lower() for sign in _NETWORK):
        return f"{what} failed: no connection to the package index (details: {LOG})"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower()] or lines or ["it printed nothing"]
    return f"{what} failed: {telling[-1]} (details: {LOG})"


def caches() -> dict[str, str]:
    """Where package managers may keep downloads: their own places, or the environment if the home is not writable."""
    home = os.environ.get("HOME", "")
    if home and os.access(home, os.W_OK):
        return {}
    cache = VENV / "cache"
    return {"UV_CACHE_DIR": str(cache / "uv"), "npm_config_cache": str(cache / "npm"), "HOME": str(cache / "home")}
