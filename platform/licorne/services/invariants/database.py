"""I10: no row refers across organisations. I14: the database is whole and takes writes."""

from collections.abc import Iterator

from sqlalchemy import ForeignKeyConstraint, Select, Table, and_, func, select, text

from licorne.models.all import metadata
from licorne.models.database import current_session, db
from licorne.models.guard import EVERY
from licorne.models.schema import head, revision
from licorne.services.finding import Finding


def database_findings() -> Iterator[Finding]:
    """What concerns the whole database."""
    yield from _schema()
    yield from _sqlite()
    for table in metadata.sorted_tables:
        yield from _strays(table)


def _schema() -> Iterator[Finding]:
    with db.engine.connect() as connection:
        found = revision(connection)
    if found != head():
        yield Finding("I14", "schema", f"the schema is at {found}, the code at {head()}")


def _sqlite() -> Iterator[Finding]:
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            return
        for (line,) in connection.execute(text("PRAGMA quick_check")):
            if line != "ok":
                yield Finding("I14", "database", str(line))
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield Finding("I10", f"{row[0]} row {row[1]}", f"refers to a row of {row[2]} that is not there")


def _strays(table: Table) -> Iterator[Finding]:
    """Rows whose parent is missing or belongs to another organisation, by the schema's own references."""
    for reference in table.foreign_key_constraints:
        if "organisation_id" in reference.column_keys and len(reference.column_keys) == 2:
            count = current_session().scalar(_stray_count(table, reference))
            if count:
                parent = reference.referred_table.name
                yield Finding("I10", table.name, f"{count} rows refer to a {parent} of another organisation or to none")


def _stray_count(table: Table, reference: ForeignKeyConstraint) -> Select[int]:
    parent = reference.referred_table.alias()
    pairs = [(element.parent, parent.c[element.column.name]) for element in reference.elements]
    own = next(column for column, _ in pairs if column.name != "organisation_id")
    return (
        select(func.count())
        .select_from(table.outerjoin(parent, and_(*(mine == theirs for mine, theirs in pairs))))
        .where(own.is_not(None), parent.c.organisation_id.is_(None))
        .execution_options(**{EVERY: "the doctor looks at all"})
    )
