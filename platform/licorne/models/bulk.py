"""Inserting rows fast: what can be found once per table and dialect is, and a driver is called once for many rows.

SQLAlchemy's own way costs as much for a row as SQLite needs to write ten, and each call of a driver hands the interpreter to
another thread and takes it back; the public form's speed is made of such rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Final, TypeAlias

import orjson
from sqlalchemy import JSON, Column, Dialect, Table, insert
from sqlalchemy.types import TypeEngine

from licorne.models.base import Instant
from licorne.models.guard import WRITING, GuardedSession, NotWriting
from licorne.models.quick import Convert, bind_processor, driver_cursor
from rules.json_text import json_text

#: Rows of one statement on SQLite: powers of two, so that few statements are ever prepared.
_SIZES: Final = (64, 32, 16, 8, 4, 2, 1)
Rows: TypeAlias = Sequence[Mapping[str, Any]]


def insert_rows(session: GuardedSession, table: Table, rows: Rows) -> None:
    """Inserts `rows`; what a row does not name is NULL. Raises NotWriting outside a transaction, IntegrityError as ever."""
    if not session.info.get(WRITING):
        raise NotWriting(f"insert into {table.name} outside a transaction")
    connection = session.connection()
    prepared = _prepared(table, connection.dialect)
    with driver_cursor(connection) as cursor:
        if prepared.positional:
            _by_place(cursor, prepared, rows)
        else:
            _as_records(cursor, prepared, rows)


@dataclass(frozen=True, slots=True)
class _Insert:
    """The statement for one row, and the one for a JSON list of rows; columns in order; those whose values are turned into parameters."""

    text: str
    records: str
    names: tuple[str, ...]
    converts: tuple[tuple[int, Convert], ...]
    positional: bool

    def text_for(self, count: int) -> str:
        """The statement for so many rows."""
        head, word, row = self.text.partition(" VALUES ")
        return head + word + ", ".join([row] * count)

    def parameters(self, rows: Rows) -> list[tuple[Any, ...]]:
        """The values of rows in the order of the columns, made column by column; NULL stays NULL."""
        columns = [[row.get(name) for row in rows] for name in self.names]
        for index, convert in self.converts:
            columns[index] = [None if value is None else convert(value) for value in columns[index]]
        return list(zip(*columns, strict=True))


@cache
def _prepared(table: Table, dialect: Dialect) -> _Insert:
    compiled = insert(table).compile(dialect=dialect)
    names = tuple(compiled.positiontup or () if compiled.positional else (column.name for column in table.columns))
    converts = [(index, _convert(table.c[name].type, dialect)) for index, name in enumerate(names)]
    kept = tuple((index, convert) for index, convert in converts if convert)
    return _Insert(str(compiled), _records(table, dialect), names, kept, compiled.positional)


def _convert(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """What turns a value into a parameter. Instants are remembered: the rows of one event bear the same one. JSON that is kept as
    text is written at once: SQLAlchemy's way there goes through three calls and ends in the same one.
    """
    if isinstance(kind, JSON) and dialect.name == "sqlite":
        return json_text
    convert = bind_processor(kind, dialect)
    return lru_cache(maxsize=64)(convert) if convert and isinstance(kind, Instant) else convert


def _records(table: Table, dialect: Dialect) -> str:
    """PostgreSQL's statement for rows of any number: it reads them from one JSON text by the types of the columns."""
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(quote(column.name) for column in table.columns)
    typed = ", ".join(_typed(column, dialect) for column in table.columns)
    return (
        f"INSERT INTO {quote(table.name)} ({columns}) SELECT {columns} FROM json_to_recordset(%s::json) AS r({typed})"  # noqa: S608  # names of our own tables
    )


def _typed(column: "Column[Any]", dialect: Dialect) -> str:
    return f"{dialect.identifier_preparer.quote(column.name)} {column.type.compile(dialect)}"


def _by_place(cursor: Any, prepared: _Insert, rows: Rows) -> None:
    values = prepared.parameters(rows)
    for size in _SIZES:
        while len(values) >= size:
            cursor.execute(prepared.text_for(size), list(chain.from_iterable(values[:size])))
            del values[:size]


def _as_records(cursor: Any, prepared: _Insert, rows: Rows) -> None:
    try:
        text = orjson.dumps(rows).decode()
    except TypeError:  # an integer of more than 64 bits, or bytes: by the column's own way
        values = [dict(zip(prepared.names, one, strict=True)) for one in prepared.parameters(rows)]
        cursor.executemany(prepared.text, values)
    else:
        cursor.execute(prepared.records, (text,))
