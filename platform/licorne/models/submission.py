"""What staff do with submissions: corrections with their history, saved views, and how often a form was looked at."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Key, Line, Owned, PlainJson, Ref, belongs, referable
from rules.expression.json_types import Json


class SubmissionEdit(Owned, Base):
    """One correction: the answers before and after it. Never changed; gone only where the answers are erased."""

    __tablename__ = "submission_edit"
    __table_args__ = (
        belongs("submission"),
        referable(),
        Index("ix_submission_edit_submission", "organisation_id", "submission_id", "id"),
    )
    submission_id: Mapped[Ref]
    before: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    after: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    actor: Mapped[Line]
    at: Mapped[datetime]


class SubmissionLink(Base):
    """What became of the link by which a customer looks at a submission again; no row where it was never opened nor changed.

    The link's secret is not kept anywhere: it is computed from `serial`, which moves when the link is taken back, so that earlier
    ones are dead. `expires_at` replaces the day that the form's version gives.
    """

    __tablename__ = "submission_link"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "submission_id"), belongs("submission"))
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    submission_id: Mapped[Ref]
    serial: Mapped[int]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    opened: Mapped[int]
    opened_at: Mapped[datetime | None]


class SubmissionValue(Base):
    """The hash of an answer that later ones are compared with; only of questions whose form asks for that. Gone with the answers."""

    __tablename__ = "submission_value"
    __table_args__ = (
        PrimaryKeyConstraint("organisation_id", "submission_id", "question"),
        belongs("submission"),
        belongs("form"),
        Index("ix_submission_value_past", "organisation_id", "form_id", "question", "value_sha256"),
    )
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    form_id: Mapped[Ref]
    submission_id: Mapped[Ref]
    question: Mapped[str] = mapped_column(String(60))
    value_sha256: Mapped[str] = mapped_column(String(64))


class SavedView(Owned, Base):
    """A list as somebody wants to see it again: `place` is the list, `query` its filters and columns. All of the team see it."""

    __tablename__ = "saved_view"
    __table_args__ = (referable(), Index("ix_saved_view_place", "organisation_id", "place", "id"))
    place: Mapped[str] = mapped_column(String(20))
    name: Mapped[Line]
    query: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    created_by: Mapped[Line]
    created_at: Mapped[datetime]


class FormDay(Base):
    """How often something happened with a form on one day: `view`, `start`, or `page:<id>` reached. Nothing about who."""

    __tablename__ = "form_day"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "form_id", "day", "what"), belongs("form"))
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    form_id: Mapped[Ref]
    day: Mapped[date]
    what: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]


class HeldPost(Owned, Base):
    """A post that a trap for robots caught: no submission, no contact, no rule. A person lets it through, or it goes after a while.

    `trap` says which one; `token` is that of the page, which posts once.
    """

    __tablename__ = "held_post"
    __table_args__ = (
        UniqueConstraint("organisation_id", "form_id", "token"),
        belongs("form"),
        belongs("form_version"),
        referable(),
        Index("ix_held_post_received", "received_at"),
    )
    form_id: Mapped[Ref]
    form_version_id: Mapped[Ref]
    token: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    language: Mapped[str] = mapped_column(String(5))
    trap: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime]


class SavedAnswers(Owned, Base):
    """Answers that a customer put aside, as they were typed; `page` is the token of their page. The link's secret is kept as a hash."""

    __tablename__ = "saved_answers"
    __table_args__ = (
        UniqueConstraint("organisation_id", "form_id", "page"),
        belongs("form"),
        belongs("form_version"),
        referable(),
        Index("ix_saved_answers_secret", "secret_sha256"),
        Index("ix_saved_answers_expires", "expires_at"),
    )
    form_id: Mapped[Ref]
    form_version_id: Mapped[Ref]
    page: Mapped[str] = mapped_column(String(64))
    secret_sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(5))
    typed: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
