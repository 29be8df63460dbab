"""Pictures that forms show: logos, covers, pictures between questions."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from licorne.models.base import Base, Line, Owned


class FormPicture(Owned, Base):
    """A picture, kept once however often it is uploaded; never changed, so that a version shows for ever what it showed at first.

    `kind` is what its content is (`forms.file_types`); its bytes are only read where they are asked for.
    """

    __tablename__ = "form_picture"
    __table_args__ = (UniqueConstraint("organisation_id", "sha256"),)
    kind: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    created_at: Mapped[datetime]
    created_by: Mapped[Line]
