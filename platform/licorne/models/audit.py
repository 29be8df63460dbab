"""The audit trail: insert-only entries, sealed into a hash chain per organisation.

Sealing follows within seconds, done by the sweeper: chaining in the writing transaction would make all writers of an organisation
wait for each other. Nothing can be changed or taken out of a sealed span without `doctor` naming it.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Key, Line, Owned, PlainJson, Ref, belongs, referable
from rules.expression.json_types import Json


class AuditEntry(Owned, Base):
    """Who changed what, when. `actor` is user:<id>, token:<id>, rule:<version id>, effect:<id> or system."""

    __tablename__ = "audit_entry"
    __table_args__ = (referable(), Index("ix_audit_entry_subject", "organisation_id", "subject_id"))
    at: Mapped[datetime]
    actor: Mapped[Line]
    action: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[Ref]
    detail: Mapped[dict[str, Json]] = mapped_column(PlainJson)


class AuditSeal(Base):
    """One link of the chain: hash = SHA-256(previous hash + canonical entry)."""

    __tablename__ = "audit_seal"
    __table_args__ = (
        PrimaryKeyConstraint("organisation_id", "sequence"),
        belongs("audit_entry", "entry_id"),
        Index("uq_audit_seal_entry", "entry_id", unique=True),
    )
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    sequence: Mapped[int] = mapped_column(BigInteger, autoincrement=False)
    entry_id: Mapped[Ref]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
