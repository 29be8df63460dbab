"""What all tables share: the declarative base, column types, the organisation's column."""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A UTC instant. SQLite keeps no offset: it is written as UTC and read back as UTC. Naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive instant")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: Plain JSON: text on SQLite, JSONB on PostgreSQL.
PlainJson: TypeEngine[Any] = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Key: TypeEngine[str] = Uuid(as_uuid=False)

Id = Annotated[str, mapped_column(Key, primary_key=True)]
Ref = Annotated[str, mapped_column(Key)]
OptionalRef = Annotated[str | None, mapped_column(Key)]
Short = Annotated[str, mapped_column(String(80))]
Line = Annotated[str, mapped_column(String(320))]


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant()}


class Owned:
    """A row of one organisation."""

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))


def belongs(parent: str, *columns: str) -> ForeignKeyConstraint:
    """A reference that cannot cross organisations: (organisation_id, column) → parent (organisation_id, id)."""
    (column,) = columns or (f"{parent}_id",)
    return ForeignKeyConstraint(["organisation_id", column], [f"{parent}.organisation_id", f"{parent}.id"])


def referable() -> UniqueConstraint:
    """What `belongs` of a child table needs in the parent."""
    return UniqueConstraint("organisation_id", "id")


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements that need no objects."""
    table = model.__table__
    assert isinstance(table, Table)
    return table
