"""Forms, their versions, and what people answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Key, Line, OptionalRef, Owned, PlainJson, Ref, belongs, referable
from rules.expression.json_types import Json

_ASIDE = text("spam_at IS NOT NULL OR deleted_at IS NOT NULL")
_OF_BROWSER = text("browser IS NOT NULL")
_TO_ERASE = text("deleted_at IS NOT NULL AND erased_at IS NULL")


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
    """One set of answers, pinned to its form version. `token` comes from the page: the same page posts once.

    `answers` are what was sent and never change (held by a trigger); `edited` are the answers as staff corrected them, NULL where
    nobody did. `filled_in_by` is the member of staff who answered for the contact, or who imported it. `browser` is what a browser
    is called by one form that each may answer once, NULL elsewhere. What is deleted can be restored until its answers are erased
    (docs/forms.md, 5).
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("organisation_id", "form_id", "token"),
        belongs("form"),
        belongs("form_version"),
        belongs("contact"),
        referable(),
        Index("ix_submission_recent", "organisation_id", "id"),
        Index("ix_submission_contact", "organisation_id", "contact_id"),
        Index(
            "ix_submission_browser",
            "organisation_id",
            "form_id",
            "browser",
            postgresql_where=_OF_BROWSER,
            sqlite_where=_OF_BROWSER,
        ),
        Index("ix_submission_aside", "organisation_id", "id", postgresql_where=_ASIDE, sqlite_where=_ASIDE),
        Index("ix_submission_to_erase", "deleted_at", postgresql_where=_TO_ERASE, sqlite_where=_TO_ERASE),
    )
    form_id: Mapped[Ref]
    form_version_id: Mapped[Ref]
    contact_id: Mapped[Ref]
    token: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    answers_sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(5))
    received_at: Mapped[datetime]
    browser: Mapped[OptionalRef]
    edited: Mapped[dict[str, Json] | None] = mapped_column(PlainJson)
    filled_in_by: Mapped[Line | None]
    spam_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    @property
    def current(self) -> dict[str, Json]:
        """The answers as they are now."""
        return self.answers if self.edited is None else self.edited


class FormCount(Base):
    """How many answers a form with limits has taken: `total`, or `option:<field>:<value>`. Counted anew where it is missing."""

    __tablename__ = "form_count"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "form_id", "what"), belongs("form"))
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    form_id: Mapped[Ref]
    what: Mapped[str] = mapped_column(String(400))
    number: Mapped[int]
