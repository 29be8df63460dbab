"""No statement on an organisation's rows without its organisation, no write outside a transaction that says so.

Every query of the app, ORM or Core, runs through this session. A statement that touches a table with `organisation_id` must
say in its WHERE or ON clause which one (a join of two tables names none), or carry
`execution_options(every_organisation="why")`. Raw text cannot be judged and is refused.
"""

from weakref import WeakKeyDictionary

from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Executable, Table, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.sql import ClauseElement, operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, ColumnElement, TextClause
from sqlalchemy.sql.expression import FromClause, Insert

WRITING = "writing"
EVERY = "every_organisation"
_EQUAL = (operators.eq, operators.in_op)


class NoOrganisation(RuntimeError):
    """A programming error: the statement could read or change another organisation's rows."""


class NotWriting(RuntimeError):
    """A programming error: a change outside `with transaction()`."""


class GuardedSession(FlaskSession):
    """The only session of the app."""

    def close(self) -> None:
        """Ends what was read. A server that went away meanwhile has ended it already: a finished answer must not fail by that."""
        try:
            super().close()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            self.invalidate()


_checked: "WeakKeyDictionary[Executable, frozenset[str]]" = WeakKeyDictionary()


@event.listens_for(GuardedSession, "do_orm_execute")
def _judge(state: ORMExecuteState) -> None:
    if not state.is_select and not state.session.info.get(WRITING):
        raise NotWriting(f"{type(state.statement).__name__} outside a transaction")
    if not (state.execution_options.get(EVERY) or state.is_relationship_load or state.is_column_load):
        refuse_unscoped(state.statement)


def refuse_unscoped(statement: Executable) -> None:
    """Raises NoOrganisation for a statement that names none and does not say why."""
    if statement.get_execution_options().get(EVERY):
        return
    missing = _unscoped_tables(statement)
    if missing:
        raise NoOrganisation(f"{', '.join(sorted(missing))}: {statement}")


@event.listens_for(GuardedSession, "before_flush")
def _judge_flush(session: Session, context: UOWTransaction, instances: object) -> None:
    if (session.new or session.dirty or session.deleted) and not session.info.get(WRITING):
        raise NotWriting("a change outside a transaction")


def _unscoped_tables(statement: Executable) -> frozenset[str]:
    """Tables with an organisation that the statement reads or changes without naming it; remembered for statements kept in modules."""
    known = _checked.get(statement)
    if known is None:
        known = _checked[statement] = _find_unscoped(statement)
    return known


def _find_unscoped(statement: Executable) -> frozenset[str]:
    if isinstance(statement, Insert):
        return frozenset()
    tables: set[str] = set()
    named: set[str] = set()
    joined: list[set[str]] = []
    for element in visitors.iterate(_as_clause(statement)):
        if isinstance(element, Table) and "organisation_id" in element.c:
            tables.add(element.name)
        elif isinstance(element, BinaryExpression) and element.operator in _EQUAL:
            sides = _organisation_sides(element)
            if len(sides) == 2:
                joined.append(sides)
            elif not _is_column(element.left) or not _is_column(element.right):
                named |= sides
    return frozenset(tables - _reached(named, joined))


def _reached(named: set[str], joined: list[set[str]]) -> set[str]:
    """Tables whose organisation is named, directly or through joins on it. A join of two tables alone names none."""
    while more := [sides for sides in joined if sides & named and not sides <= named]:
        named = named.union(*more)
    return named


def _is_column(side: "ColumnElement[object]") -> bool:
    return isinstance(getattr(side, "table", None), FromClause)


def _as_clause(statement: Executable) -> ClauseElement:
    if not isinstance(statement, ClauseElement) or isinstance(statement, TextClause):
        raise NoOrganisation(f"cannot be judged: {statement!r}")
    return statement


def _organisation_sides(element: "BinaryExpression[object]") -> set[str]:
    sides: tuple[ColumnElement[object], ...] = (element.left, element.right)
    return {
        side.table.name
        for side in sides
        if getattr(side, "key", "") == "organisation_id" and isinstance(getattr(side, "table", None), Table)
    }
