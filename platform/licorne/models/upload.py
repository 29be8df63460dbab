"""Files that customers add to a form: kept when they arrive, linked when the answers are accepted, gone after a day otherwise."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Key, Line, OptionalRef, Owned, Ref, belongs, referable

_WAITING = text("submission_id IS NULL")


class FormUpload(Owned, Base):
    """A file under the token of the page that sent it: the same bytes for the same question are one file, however often sent.

    `field` is the question (`plan`, or `items.photo` in rows), `kind` what the content is (`forms.file_types`), `name` a label.
    All but `submission_id` is frozen by a trigger, and so is that once it is set.
    """

    __tablename__ = "form_upload"
    __table_args__ = (
        UniqueConstraint("organisation_id", "form_id", "token", "field", "sha256"),
        belongs("form"),
        belongs("submission"),
        referable(),
        Index("ix_form_upload_submission", "organisation_id", "submission_id"),
        Index("ix_form_upload_waiting", "created_at", postgresql_where=_WAITING, sqlite_where=_WAITING),
    )
    form_id: Mapped[Ref]
    token: Mapped[str] = mapped_column(String(64))
    field: Mapped[str] = mapped_column(String(90))
    name: Mapped[Line]
    kind: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    submission_id: Mapped[OptionalRef]


class UploadContent(Base):
    """The bytes of such a file, apart so that lists never load them; they never change."""

    __tablename__ = "form_upload_content"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "upload_id"), belongs("form_upload", "upload_id"))
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    upload_id: Mapped[Ref]
    content: Mapped[bytes] = mapped_column(LargeBinary)
