"""Notes on contacts: what somebody, or a rule, wants remembered."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Line, OptionalRef, Owned, Ref, belongs, referable


class ContactNote(Owned, Base):
    """A note, as it was written. `author` is named as in the audit trail."""

    __tablename__ = "contact_note"
    __table_args__ = (
        belongs("contact"),
        referable(),
        UniqueConstraint("organisation_id", "effect_id"),
        Index("ix_contact_note_contact", "organisation_id", "contact_id", "id"),
    )
    contact_id: Mapped[Ref]
    text: Mapped[str] = mapped_column(Text)
    author: Mapped[Line]
    effect_id: Mapped[OptionalRef]
    created_at: Mapped[datetime]
