"""The database's schema: migrated at start, by one process at a time."""

from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
#: Any number, the same in all our processes: PostgreSQL's advisory lock around migrations.
_LOCK = 7_465_101


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made


@cache
def head() -> str:
    """The revision that this code is written for. There is one head (guarded by a test)."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None
    return found


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
            command.upgrade(config(connection), "head")
        connection.commit()
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_unlock({_LOCK})"))
            connection.commit()
