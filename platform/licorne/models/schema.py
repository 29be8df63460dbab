"""The database's schema: migrated at start, by one process at a time."""

import importlib
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
#: Any number, the same in all our processes: PostgreSQL's advisory lock around migrations.
_LOCK = 7_465_101


@cache
def head() -> str:
    """The revision that this code is written for: migrations are numbered (guarded by a test: one head, the last number)."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def revision(connection: Connection) -> str | None:
    """The revision of the database; None where it has no schema yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def migrate(engine: Engine, lock: AbstractContextManager[None] | None = None) -> None:
    """Brings the schema to `head`. Several processes at once: one migrates, the others wait (`lock` on SQLite)."""
    with lock or nullcontext(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
        connection.commit()
        if revision(connection) != head():
            connection.commit()
            importlib.import_module("licorne.models.migrating").upgrade(connection)
        connection.commit()
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_unlock({_LOCK})"))
            connection.commit()
