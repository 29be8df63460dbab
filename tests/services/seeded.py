"""Databases with the demo organisation in them: seeded once per session and engine, copied for every test."""

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import LiteralString, Protocol

import psycopg
from psycopg import sql

from licorne import data_folder
from licorne.app import create_app
from licorne.config import Settings
from licorne.models.all import metadata
from licorne.models.database import db
from licorne.services import setup
from tests.servers.databases import Databases
from tests.servers.postgres import PostgresServer

_TABLES = [table.name for table in metadata.sorted_tables] + ["alembic_version"]


class Seeded(Protocol):
    """Makes copies."""

    def create(self) -> str:
        """The address of a new one."""

    def drop(self, url: str) -> None:
        """Removes it."""


def seed(url: str, data: Path, then: Callable[[Settings], None] | None = None) -> None:
    """Puts the demo organisation in, and leaves no connection open: copies are made of what is there then."""
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": url}, data=data)
    data_folder.make(settings)
    app = create_app(settings)
    with app.app_context():
        setup.seed()
        db.session.remove()
        db.engine.dispose()
    if then:
        then(settings)


class SeededSqlite:
    """Copies of one file. Nobody is connected, so that its journal is part of it."""

    def __init__(self, databases: Databases, folder: Path, then: Callable[[Settings], None] | None = None) -> None:
        self._template = Path(databases.create().removeprefix("sqlite:///"))
        seed(f"sqlite:///{self._template}", folder, then)
        self._folder = folder
        self._numbers = itertools.count()

    def create(self) -> str:
        copy = self._folder / f"seeded-{next(self._numbers)}.db"
        shutil.copyfile(self._template, copy)
        return f"sqlite:///{copy}"

    def drop(self, url: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + end).unlink(missing_ok=True)


class SeededPostgres:
    """Databases that are put back to what they were: a copy of one costs a checkpoint, the rows a few milliseconds."""

    def __init__(
        self,
        server: PostgresServer,
        databases: Databases,
        folder: Path,
        then: Callable[[Settings], None] | None = None,
    ) -> None:
        url = databases.create()
        seed(url, folder, then)
        self._server, self._template = server, url.rpartition("/")[2]
        self._numbers = itertools.count()
        self._free: list[str] = []
        with _connected(url) as connection:
            connection.execute("CREATE SCHEMA seed")
            for name in _TABLES:
                connection.execute(_table("CREATE TABLE seed.{0} AS SELECT * FROM public.{0}", name))

    def create(self) -> str:
        if not self._free:
            return self._server.create_database(f"{self._template}_{next(self._numbers)}", self._template)
        url = self._free.pop()
        with _connected(url) as connection:
            # Without triggers: they refuse exactly this.
            connection.execute("SET session_replication_role = replica")
            for name in _TABLES:
                connection.execute(_table("DELETE FROM public.{0}", name))
                connection.execute(_table("INSERT INTO public.{0} SELECT * FROM seed.{0}", name))
        return url

    def drop(self, url: str) -> None:
        """Ends whoever is still connected; the database is used again."""
        with _connected(url) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        self._free.append(url)


def _connected(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"))


def _table(statement: LiteralString, name: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(name))
