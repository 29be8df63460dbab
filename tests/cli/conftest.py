"""The command as people start it: a process of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.instance import ROOT, environment

Result = subprocess.CompletedProcess[str]
Command = Callable[..., Result]


@pytest.fixture
def licorne(tmp_path: Path, sqlite_url: str) -> Command:
    """Runs `licorne …` on a fresh, migrated database; `given` is its standard input, `settings` are added."""

    def run(*arguments: str, given: str = "", **settings: str) -> Result:
        environ = environment(**({"LICORNE_DATABASE_URL": sqlite_url, "LICORNE_DATA": str(tmp_path)} | settings))
        command = [sys.executable, "-m", "licorne.cli", *arguments]
        return subprocess.run(
            command, env=environ, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, input=given
        )

    return run


@pytest.fixture
def seeded(licorne: Command) -> Command:
    """The same with the demo organisation."""
    assert licorne("demo", "reset", "--yes").returncode == 0
    return licorne
