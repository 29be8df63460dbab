"""Inserting rows fast: the text of the statement and what turns values into parameters are found once per table and dialect.

SQLAlchemy's own way costs as much for a row as SQLite needs to write ten; the public form's speed is made of such rows.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.types import TypeEngine

from licorne.models.base import Instant
from licorne.models.guard import WRITING, GuardedSession, NotWriting

Convert: TypeAlias = Callable[[Any], Any]


@cache
def _prepared(table: Table, dialect: Dialect) -> tuple[str, tuple[tuple[str, Convert | None], ...], bool]:
    """The statement, its columns in order, and whether parameters go by place."""
    compiled = insert(table).compile(dialect=dialect)
    names = compiled.positiontup if compiled.positional else [column.name for column in table.columns]
    converts = tuple((name, _convert(table.c[name].type, dialect)) for name in names or ())
    return str(compiled), converts, compiled.positional


def _convert(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """What turns a value into a parameter. Instants are remembered: the rows of one event bear the same one."""
    convert: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(maxsize=64)(convert) if convert and isinstance(kind, Instant) else convert


def insert_rows(session: GuardedSession, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts `rows`; what a row does not name is NULL. Raises NotWriting outside a transaction, IntegrityError as ever."""
    if not session.info.get(WRITING):
        raise NotWriting(f"insert into {table.name} outside a transaction")
    connection = session.connection()
    text, columns, positional = _prepared(table, connection.dialect)
    converted = [[convert(row.get(name)) if convert else row.get(name) for name, convert in columns] for row in rows]
    if positional:
        connection.exec_driver_sql(text, [tuple(values) for values in converted])
    else:
        names = [name for name, _ in columns]
        connection.exec_driver_sql(text, [dict(zip(names, values, strict=True)) for values in converted])
