"""Statements that every post of a form runs: judged, compiled and typed once, then handed to the driver as they are.

SQLAlchemy's way from a statement to its rows costs ten times what SQLite needs to find them. Only the few statements of the
public form's path are worth this; all others go through the session.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from licorne.models.guard import GuardedSession, refuse_unscoped

Convert: TypeAlias = Callable[[Any], Any]
#: Values of a list that one text takes: powers of two, so that few are ever prepared.
_COUNTS: Final = (1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True, slots=True)
class _Prepared:
    text: str
    binds: tuple[tuple[str, Convert | None], ...]
    results: tuple[Convert | None, ...]
    positional: bool

    def parameters(self, values: Mapping[str, object]) -> Sequence[object] | dict[str, object]:
        converted = {name: convert(values[name]) if convert else values[name] for name, convert in self.binds}
        return [converted[name] for name, _ in self.binds] if self.positional else converted

    def typed(self, row: Sequence[object]) -> tuple[Any, ...]:
        return tuple(
            [convert(v) if convert and v is not None else v for v, convert in zip(row, self.results, strict=True)]
        )


class Quick:
    """A select for a list of up to 64 values, named `v0`, `v1` … by `make`, and whatever else it binds."""

    def __init__(self, make: Callable[[int], "Select[*tuple[Any, ...]]"]) -> None:
        self._make = make
        self._prepared = cache(self._prepare)

    def rows(self, session: GuardedSession, values: Sequence[str] = (), **others: object) -> list[tuple[Any, ...]]:
        """The rows, in the statement's order of columns; a repeated value changes nothing. Raises DBAPIError as ever."""
        connection = session.connection()
        count = next(count for count in _COUNTS if count >= len(values))
        padded = [*values, *[values[-1]] * (count - len(values))] if values else []
        prepared = self._prepared(count, connection.dialect)
        bound = {**others, **{f"v{index}": value for index, value in enumerate(padded)}}
        with driver_cursor(connection) as cursor:
            cursor.execute(prepared.text, prepared.parameters(bound))
            return [prepared.typed(row) for row in cursor.fetchall()]

    def _prepare(self, count: int, dialect: Dialect) -> _Prepared:
        statement = self._make(count)
        refuse_unscoped(statement)
        compiled = statement.compile(dialect=dialect)
        names = compiled.positiontup if compiled.positional else list(compiled.binds)
        binds = tuple((name, bind_processor(compiled.binds[name].type, dialect)) for name in names or ())
        results = tuple(
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.selected_columns
        )
        return _Prepared(str(compiled), binds, results, compiled.positional)


def bind_processor(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """What turns a value of the type into a parameter; None where nothing has to."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


@contextmanager
def driver_cursor(connection: Connection) -> Iterator[Any]:
    """A cursor of the driver, in the transaction of the connection; its errors are raised as SQLAlchemy raises them."""
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        lost = connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
        if lost:
            connection.invalidate(error)
        raised = DBAPIError.instance(
            None,
            None,
            error,
            connection.dialect.loaded_dbapi.Error,
            connection_invalidated=lost,
            dialect=connection.dialect,
        )
        raise raised from error
    finally:
        cursor.close()
