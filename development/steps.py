"""Steps of the set-up, each skipped while nothing that it depends on has changed."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from development.console import timed
from development.places import ROOT, STAMPS


@dataclass(frozen=True)
class Step:
    """Something that is made once. `inputs` are files and folders, `facts` other text that it depends on.

    It is current while the stamp holds the same fingerprint and all `outputs` are there.
    """

    name: str
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...]
    run: Callable[[], None]
    facts: tuple[str, ...] = ()

    def is_current(self) -> bool:
        """Whether there is nothing to do."""
        stamp = STAMPS / self.name.replace(" ", "-")
        if not all(output.exists() for output in self.outputs):
            return False
        return stamp.is_file() and stamp.read_text() == self._fingerprint()

    def perform(self) -> None:
        """Do it, and leave the stamp: of what it read when it began, so that a later change is seen."""
        fingerprint = self._fingerprint()
        with timed(self.name):
            self.run()
        STAMPS.mkdir(parents=True, exist_ok=True)
        (STAMPS / self.name.replace(" ", "-")).write_text(fingerprint)

    def _fingerprint(self) -> str:
        digest = hashlib.sha256("\n".join(self.facts).encode())
        for file in _files(self.inputs):
            content = file.read_bytes()
            digest.update(f"\n{file.relative_to(ROOT)} {len(content)}\n".encode())
            digest.update(content)
        return digest.hexdigest()


def _files(inputs: Iterable[Path]) -> Iterable[Path]:
    for one in inputs:
        if one.is_file():
            yield one
        elif one.is_dir():
            yield from sorted(file for file in one.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def perform(steps: Sequence[Step]) -> None:
    """Perform what is not current, in order."""
    for step in steps:
        if not step.is_current():
            step.perform()
