"""All children of one supervisor: started in order, restarted after a crash, ended within ten seconds."""

import json
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from licorne.adapters.clock import monotonic
from licorne.supervisor_child import Child
from licorne.supervisor_signals import Signals

# Together they stay below the ten seconds that an end may take. A worker ends between two effects, so the first is what one
# effect may take: a mail server that answers later than that is met by kill -9, and the mail is shown as doubtful.
_PATIENCE: Final = 8.0
_PATIENCE_WITH_TOOLS: Final = 1.5
_TOOLS: Final = frozenset({"redis", "pdf"})


class Family:
    """`status_file` tells the process ids by name, always whole: {"supervisor": 1, "web-1": 2, …}."""

    def __init__(self, signals: Signals, say: Callable[[str], None], status_file: Path) -> None:
        self._signals = signals
        self._say = say
        self._status_file = status_file
        self._children: list[Child] = []

    def start(self, name: str, run: Callable[[], None]) -> None:
        """Start a child and keep it alive from now on."""
        child = Child(name, run)
        self._children.append(child)
        child.start(monotonic())
        self._write_status()

    def tend(self) -> None:
        """Notice deaths, and start again what is due. Never gives up: a cause that goes away ends the crash loop."""
        now = monotonic()
        for child in self._children:
            how = child.has_ended(now)
            if how is not None:
                self._say(f"{child.name} {how}; starting again in {child.delay:.1f} s")
        due = [child for child in self._children if child.pid is None and child.due <= now]
        for child in due:
            child.start(now)
        if due:
            self._write_status()

    def seconds_to_next_start(self) -> float:
        """How long nothing has to be done, if nobody dies."""
        dues = [child.due for child in self._children if child.pid is None]
        return min(dues, default=monotonic() + 60) - monotonic()

    def end(self) -> None:
        """End all: first those that work, then what they work with, so that nothing they have begun fails. A second signal hurries."""
        tools = [child for child in self._children if child.name in _TOOLS]
        self._end([child for child in self._children if child.name not in _TOOLS], _PATIENCE)
        self._end(tools, _PATIENCE_WITH_TOOLS)
        self._status_file.unlink(missing_ok=True)

    def _end(self, children: Sequence[Child], patience: float) -> None:
        for child in children:
            child.send(signal.SIGTERM)
        deadline = monotonic() + patience
        while self._signals.stops < 2 and monotonic() < deadline and any(child.pid for child in children):
            for child in children:
                child.has_ended(monotonic())
            self._signals.wait(0.05)
        for child in children:
            if child.pid is not None:
                self._say(f"{child.name} did not end in time and is killed")
                child.kill()

    def _write_status(self) -> None:
        pids = {"supervisor": os.getpid()} | {child.name: child.pid for child in self._children if child.pid}
        aside = self._status_file.with_suffix(".new")
        aside.write_text(json.dumps(pids))
        aside.replace(self._status_file)
