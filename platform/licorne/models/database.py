"""The database: one Flask-SQLAlchemy extension, the guarded session, and the write transaction.

Reads use `db.session`. Writes happen in `with transaction() as session:`; it commits at the end of the outermost block and then
calls what `after_commit` was given. On SQLite it holds the write lock and begins IMMEDIATE: a deferred transaction that reads
and then writes gave duplicate numbers without an error (120 inserts, 85 distinct).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import psycopg
from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import scoped_session
from sqlalchemy.pool import ConnectionPoolEntry

from licorne.models.guard import WRITING, GuardedSession
from licorne.models.write_lock import WriteLock
from rules.json_text import json_text

db = SQLAlchemy(session_options={"class_": GuardedSession, "expire_on_commit": False, "autoflush": False})
_writing: ContextVar[bool] = ContextVar("writing", default=False)
_AFTER = "after_commit"
_IDLE_SINCE = "idle_since"
#: A connection that was used this short a time ago is taken for alive.
_FRESH_SECONDS = 1.0
#: A process that pauses inside a transaction loses it on PostgreSQL, so that its locks do not stop all others.
_PAUSED_SECONDS = 20
#: Waiting longer than this for a row means that its holder hangs: the statement fails, and its effect is tried again.
_LOCK_SECONDS = 10
#: What PostgreSQL answers where nothing is wrong but the moment: serialisation, deadlock, a lock that could not be had.
_PASSING = frozenset({"40001", "40P01", "55P03"})


def options_for(url: str) -> dict[str, object]:
    """Engine options of a database URL."""
    if url.startswith("sqlite"):
        return {
            "connect_args": {"timeout": 30, "check_same_thread": False},
            "pool_size": 16,
            "max_overflow": 32,
            "json_serializer": json_text,
        }
    limits = f"-c idle_in_transaction_session_timeout={_PAUSED_SECONDS}s -c lock_timeout={_LOCK_SECONDS}s"
    arguments = {"prepare_threshold": 3, "options": limits}
    return {
        "pool_size": 8,
        "max_overflow": 24,
        "connect_args": arguments,
        "json_serializer": json_text,
    }


def prepare_engine(engine: Engine, lock_file: Path, now: Callable[[], float]) -> None:
    """Pragmas and explicit transactions for SQLite; for PostgreSQL a look at connections that nobody used lately.

    `now` gives monotonic seconds.
    """
    if engine.dialect.name != "sqlite":
        event.listen(engine, "checkin", lambda _, record: record.info.update({_IDLE_SINCE: now()}))
        event.listen(engine, "checkout", lambda lent, record, _: _ping_where_idle(lent, record, now()))
        return
    current_app.extensions["licorne_write_lock"] = WriteLock(lock_file)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _ping_where_idle(connection: Any, record: ConnectionPoolEntry, now: float) -> None:
    """Asks a connection that lay idle whether it lives: a server may have restarted. One that was in use just now costs no question.

    Raises:
        DisconnectionError: it does not; the pool gives another one.
    """
    since = record.info.get(_IDLE_SINCE)
    if since is None or now - since < _FRESH_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error


def _set_pragmas(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _sessions() -> "scoped_session[GuardedSession]":
    return db.session  # type: ignore[return-value]  # session_options name the class


def current_session() -> GuardedSession:
    """The session of this context."""
    return _sessions()()


def is_lost(error: BaseException) -> bool:
    """Whether the connection is gone, so that nothing can be written on it."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def is_passing(error: BaseException) -> bool:
    """Whether the same statement may succeed a moment later."""
    if not isinstance(error, DBAPIError):
        return False
    busy = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    return busy or getattr(error.orig, "sqlstate", None) in _PASSING


def begin_long_read() -> None:
    """Ends the read of this context and begins one that may pause between two statements for as long as it likes."""
    end_read()
    session = current_session()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.set_config("idle_in_transaction_session_timeout", "0", True)))


def end_read() -> None:
    """Ends the snapshot of this context, where it has begun one; a context that has not read is left without a session."""
    if _sessions().registry.has() and current_session().in_transaction():
        current_session().commit()


@contextmanager
def transaction() -> Iterator[GuardedSession]:
    """One write transaction; a nested block joins the outer one. Everything is rolled back when the block raises."""
    session = current_session()
    if session.info.get(WRITING):
        yield session
        return
    session.commit()  # ends a read: its snapshot may be older than what is about to be written on
    session.expire_all()  # and what it loaded may be: nothing is decided on it
    with _lock():
        token = _writing.set(True)
        session.info[WRITING] = True
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            session.info.pop(_AFTER, None)
            raise
        finally:
            session.info[WRITING] = False
            _writing.reset(token)
    for call in session.info.pop(_AFTER, ()):
        call()


def after_commit(call: Callable[[], None]) -> None:
    """Has `call` run once the current transaction is durable, outside the lock; equal calls run once."""
    calls = current_session().info.setdefault(_AFTER, [])
    if call not in calls:
        calls.append(call)


def _lock() -> AbstractContextManager[None]:
    lock: WriteLock | None = current_app.extensions.get("licorne_write_lock")
    return lock.held() if lock else nullcontext()
