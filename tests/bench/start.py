"""P11: seconds from the second `python3 dev.py run` to a healthy instance."""

import sys
import time
from pathlib import Path

from development.setup import is_current
from tests.bench.machine import Machine
from tests.bench.rows import TURNS, Row, mid
from tests.servers.children import spawn
from tests.servers.instance import ROOT, Instance, environment

_POLL_S = 0.005


class _ByDev(Instance):
    """Started by dev.py, as people do."""

    def launch(self, **settings: str) -> None:
        command = [sys.executable, str(ROOT / "dev.py"), "run", "--port", str(self.port), "--data", str(self.data)]
        self._process = spawn(command, self.log, environ=environment(**settings), cwd=ROOT)


def measure(machine: Machine) -> list[Row]:
    """The first start makes database and demo and is not counted. Without the environment of dev.py (a checkout that was
    set up by hand) `licorne up` is started instead, and the row says so.
    """
    kind = _ByDev if is_current() else Instance
    _started(kind, machine.folder / "start")
    samples = tuple(_started(kind, machine.folder / "start") for _ in range(TURNS))
    what = "dev.py run" if kind is _ByDev else "licorne up (no environment of dev.py here)"
    return [
        Row("P11", f"second start of {what}, until /healthz is 200", mid(samples), "s", "at most", 3, samples=samples)
    ]


def _started(kind: type[Instance], folder: Path) -> float:
    instance = kind(folder)
    began = time.monotonic()
    try:
        instance.launch()
        while instance.health() is None:
            if time.monotonic() - began > 60:
                raise RuntimeError(f"not healthy:\n{instance.output}")
            time.sleep(_POLL_S)
        return time.monotonic() - began
    finally:
        instance.stop()
