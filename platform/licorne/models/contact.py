"""The CRM: contacts, the keys that they are found again by, their tags."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, String, text
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Key, Line, OptionalRef, Owned, PlainJson, Ref, belongs, referable
from rules.expression.json_types import Json

STAGES = ("prospect", "client")
_MERGED = text("merged_into_id IS NOT NULL")


class Contact(Owned, Base):
    """A person or company. `address` holds street, extra, postcode, city, country; `legal` siren, vat_id.

    `merged_into_id`: a person said that both are the same; issued invoices still name this row, so it stays.
    """

    __tablename__ = "contact"
    __table_args__ = (
        belongs("contact", "merged_into_id"),
        referable(),
        Index("ix_contact_email", "organisation_id", "email"),
        Index("ix_contact_merged", "merged_into_id", postgresql_where=_MERGED, sqlite_where=_MERGED),
    )
    name: Mapped[Line]
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    company: Mapped[Line | None]
    stage: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(5))
    owner_id: Mapped[str | None] = mapped_column(Key, ForeignKey("user_account.id"))
    address: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    legal: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    created_at: Mapped[datetime]
    merged_into_id: Mapped[OptionalRef]


class ContactKey(Base):
    """What a contact is recognised by: the form's author chose the kind. Unique, so that look-alikes never merge silently."""

    __tablename__ = "contact_key"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "kind", "value"), belongs("contact"))
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(254))
    contact_id: Mapped[Ref]


class ContactTag(Base):
    """A tag on a contact; `effect_id` says which effect set it."""

    __tablename__ = "contact_tag"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "contact_id", "tag"), belongs("contact"))
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    contact_id: Mapped[Ref]
    tag: Mapped[str] = mapped_column(String(80))
    effect_id: Mapped[OptionalRef]
    created_at: Mapped[datetime]


class ContactApart(Base):
    """Two contacts that look alike and are two people: somebody said so. `contact_id` is the smaller of both ids."""

    __tablename__ = "contact_apart"
    __table_args__ = (
        PrimaryKeyConstraint("organisation_id", "contact_id", "other_id"),
        belongs("contact"),
        belongs("contact", "other_id"),
    )
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    contact_id: Mapped[Ref]
    other_id: Mapped[Ref]
    created_at: Mapped[datetime]
