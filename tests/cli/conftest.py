"""The command `licorne`, called in this process: its argument list, environment, standard streams and exit code are real."""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from licorne import cli


@dataclass(frozen=True)
class Result:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Result]


@pytest.fixture
def licorne(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Runs `licorne …` on a fresh, migrated database; `given` is its standard input, `settings` are added."""

    def run(*arguments: str, given: str = "", **settings: str) -> Result:
        ours = {"LICORNE_DATABASE_URL": sqlite_url, "LICORNE_DATA": str(tmp_path)} | settings
        with monkeypatch.context() as patch:
            patch.setattr(os, "environ", os.environ | ours)
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
            capsys.readouterr()
            code = _code(arguments)
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return run


def _code(arguments: tuple[str, ...]) -> int:
    try:
        return cli.main(arguments)
    except SystemExit as stop:  # how argparse ends
        return int(stop.code or 0)


@pytest.fixture
def seeded(licorne: Command) -> Command:
    """The same with the demo organisation."""
    assert licorne("demo", "reset", "--yes").returncode == 0
    return licorne
