"""Forms, their versions, and what people answered."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Line, OptionalRef, Owned, PlainJson, Ref, belongs, referable
from rules.expression.json_types import Json


class Form(Owned, Base):
    """A public form. `slug` is its address /f/<slug>, one namespace for the whole installation."""

    __tablename__ = "form"
    __table_args__ = (referable(),)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Line]
    live_version_id: Mapped[OptionalRef]
    created_at: Mapped[datetime]


class FormVersion(Owned, Base):
    """One version of a form's definition; a published one never changes (held by a trigger)."""

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("organisation_id", "form_id", "number"), belongs("form"), referable())
    form_id: Mapped[Ref]
    number: Mapped[int]
    document: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by: Mapped[Line | None]


class Submission(Owned, Base):
    """One set of answers, pinned to its form version. `token` comes from the page: the same page posts once."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("organisation_id", "form_id", "token"),
        belongs("form"),
        belongs("form_version"),
        belongs("contact"),
        referable(),
        Index("ix_submission_recent", "organisation_id", "id"),
        Index("ix_submission_contact", "organisation_id", "contact_id"),
    )
    form_id: Mapped[Ref]
    form_version_id: Mapped[Ref]
    contact_id: Mapped[Ref]
    token: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    answers_sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(5))
    received_at: Mapped[datetime]
