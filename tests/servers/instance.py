"""A whole Licorne, started as its users start it, in a data folder of its own."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from development import bytecode
from tests.servers.children import end, spawn
from tests.servers.ports import free_port

ROOT = Path(__file__).parents[2]


def environment(**settings: str) -> dict[str, str]:
    """This process's environment without its Licorne settings, with `settings` instead, able to import the checkout."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LICORNE_")}
    return bytecode.keep(inherited) | {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "LICORNE_TESTING": "1"} | settings


class Instance:
    """`licorne up` on a loopback port. `children` are the process ids by name, as the supervisor writes them."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None, port: int | None = None) -> None:
        self.data = folder
        self.port = port or free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.settings = dict(settings or {})
        self.log = folder.parent / f"{folder.name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 60) -> "Instance":
        """Start, and wait until /healthz answers 200."""
        self.launch()
        self.wait_until_healthy(seconds)
        return self

    def launch(self, **settings: str) -> None:
        """Start without waiting; `settings` hold for this start only (a fault, say)."""
        command = [sys.executable, "-m", "licorne.cli", "up", "--port", str(self.port), "--data", str(self.data)]
        environ = environment(**(self.settings | settings))
        self._process = spawn(command, self.log, environ=environ, cwd=ROOT, by=signal.SIGTERM)

    def wait_until_healthy(self, seconds: float = 60) -> dict[str, Any]:
        """The JSON of /healthz, once it is 200."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise RuntimeError(f"Licorne ended:\n{self.output}")
            health = self.health()
            if health is not None:
                return health
            time.sleep(0.05)
        raise RuntimeError(f"Licorne was not healthy after {seconds} s:\n{self.output}")

    def health(self) -> dict[str, Any] | None:
        """The JSON of /healthz if it is 200 right now."""
        try:
            with urllib.request.urlopen(f"{self.base_url}/healthz", timeout=5) as answer:
                health: dict[str, Any] = json.load(answer)
                return health
        except (urllib.error.URLError, http.client.HTTPException, OSError):
            return None

    @property
    def output(self) -> str:
        """What it printed so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def children(self) -> dict[str, int]:
        """Name → process id of what the supervisor runs now."""
        children: dict[str, int] = json.loads((self.data / "run" / "children.json").read_text())
        return children

    def kill(self, name: str) -> int:
        """kill -9 one child (or "supervisor"); the id that it had."""
        pid = self.pid if name == "supervisor" else self.children[name]
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_for_restart(self, name: str, old: int, seconds: float = 20) -> int:
        """Wait until the child runs again under another id."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            pid = self.children.get(name)
            if pid not in (None, old):
                return pid
            time.sleep(0.05)
        raise AssertionError(f"{name} was not restarted within {seconds} s:\n{self.output}")

    def cli(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run `licorne …` on the same data and database."""
        environ = environment(**({"LICORNE_DATA": str(self.data)} | self.settings | settings))
        command = [sys.executable, "-m", "licorne.cli", *arguments]
        return subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    def wait(self, seconds: float = 15) -> int:
        """Wait for its end; the exit code."""
        assert self._process is not None
        return self._process.wait(seconds)

    def stop(self) -> None:
        """End it as Ctrl-C would; what does not end within 12 s is killed."""
        if self._process is not None:
            end(self._process, signal.SIGINT, seconds=12)
