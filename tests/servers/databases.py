"""Migrated databases by the dozen: the migrations run once per session and engine, every test gets a copy."""

import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from tests.servers.instance import ROOT, environment
from tests.servers.postgres import PostgresServer

_MIGRATE = """
import os
from licorne.config import Settings
from licorne.services.setup import migrate
migrate(Settings.from_environment(os.environ))
"""


def migrate(url: str, data: Path) -> None:
    """Bring the database to the newest schema, in a process of its own: it must not stay connected."""
    environ = environment(LICORNE_DATABASE_URL=url, LICORNE_DATA=str(data))
    done = subprocess.run(
        [sys.executable, "-c", _MIGRATE], env=environ, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"the migrations failed:\n{done.stdout}{done.stderr}")


class Databases(Protocol):
    """Makes fresh, migrated, empty databases."""

    def create(self) -> str:
        """The address of a new one."""

    def drop(self, url: str) -> None:
        """Remove it."""


class SqliteDatabases:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        self._numbers = itertools.count()
        folder.mkdir(parents=True, exist_ok=True)
        migrate(f"sqlite:///{self._template}", folder)

    def create(self) -> str:
        folder = self._folder / f"database-{next(self._numbers)}"
        folder.mkdir()
        shutil.copyfile(self._template, folder / "licorne.db")
        return f"sqlite:///{folder / 'licorne.db'}"

    def drop(self, url: str) -> None:
        shutil.rmtree(Path(url.removeprefix("sqlite:///")).parent)


class PostgresDatabases:
    """Copies of one migrated template database."""

    _TEMPLATE = "licorne_template"

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self._server = server
        self._numbers = itertools.count()
        migrate(server.create_database(self._TEMPLATE), folder)

    def create(self) -> str:
        return self._server.create_database(f"licorne_{os.getpid()}_{next(self._numbers)}", self._TEMPLATE)

    def drop(self, url: str) -> None:
        self._server.drop_database(url.rpartition("/")[2])
