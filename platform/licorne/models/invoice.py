"""Invoices, their lines, the number series, and the files of documents."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Key, Line, OptionalRef, Owned, Ref, Short, belongs, referable


class NumberSeries(Owned, Base):
    """A gapless sequence. The row is locked while a number is given, in the transaction that freezes the document.

    `last_chain` is the head of the hash chain over the documents of the series, `last_issued_on` keeps dates from going back.
    """

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("organisation_id", "document_kind", "name", "period"), referable())
    document_kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[Short]
    period: Mapped[str] = mapped_column(String(10))
    pattern: Mapped[str] = mapped_column(String(60))
    last_counter: Mapped[int]
    last_issued_on: Mapped[date | None]
    last_chain: Mapped[str] = mapped_column(String(64))


class Invoice(Owned, Base):
    """An issued invoice. All but `state` and `paid_on` is frozen by a trigger; `model` is its canonical JSON, amounts are minor units."""

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "number"),
        UniqueConstraint("organisation_id", "series_id", "counter"),
        UniqueConstraint("organisation_id", "effect_id"),
        belongs("number_series", "series_id"),
        belongs("contact"),
        referable(),
        Index("ix_invoice_contact", "organisation_id", "contact_id"),
    )
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(35))
    series_id: Mapped[Ref]
    counter: Mapped[int]
    contact_id: Mapped[Ref]
    effect_id: Mapped[OptionalRef]
    currency: Mapped[str] = mapped_column(String(3))
    issued_on: Mapped[date]
    due_on: Mapped[date]
    net: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    model: Mapped[str] = mapped_column(Text)
    model_sha256: Mapped[str] = mapped_column(String(64))
    previous_chain: Mapped[str] = mapped_column(String(64))
    chain: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10))
    paid_on: Mapped[date | None]


class InvoiceLine(Owned, Base):
    """A line for lists and totals; the legal text is in the invoice's model. Scales as in `billing.scales`."""

    __tablename__ = "invoice_line"
    __table_args__ = (UniqueConstraint("organisation_id", "invoice_id", "position"), belongs("invoice"))
    invoice_id: Mapped[Ref]
    position: Mapped[int]
    product_code: Mapped[Short | None]
    name: Mapped[Line]
    quantity: Mapped[int] = mapped_column(BigInteger)
    price: Mapped[int] = mapped_column(BigInteger)
    category: Mapped[str] = mapped_column(String(2))
    rate: Mapped[int]
    net: Mapped[int] = mapped_column(BigInteger)


class DocumentFile(Owned, Base):
    """A file in a contact's folder, insert-only: a document's PDF is made once and served for ever."""

    __tablename__ = "document_file"
    __table_args__ = (
        UniqueConstraint("organisation_id", "invoice_id", "kind"),
        belongs("invoice"),
        belongs("contact"),
        referable(),
    )
    contact_id: Mapped[Ref]
    invoice_id: Mapped[OptionalRef]
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[Line]
    media_type: Mapped[Short]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class FileContent(Base):
    """The bytes of a file, apart so that lists never load them. In the database: one commit, one backup, any machine can serve it."""

    __tablename__ = "file_content"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "file_id"), belongs("document_file", "file_id"))
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    file_id: Mapped[Ref]
    content: Mapped[bytes] = mapped_column(LargeBinary)
