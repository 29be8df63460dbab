"""What is being built and has not been published yet."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Line, Owned, PlainJson, Ref, belongs
from rules.expression.json_types import Json


class FormDraft(Owned, Base):
    """The one draft of a form. `revision` counts its savings: who saves names the one that they saw, so nothing is lost unseen.

    `based_on` is the number of the version that it was made from, NULL for a form that was begun here.
    """

    __tablename__ = "form_draft"
    __table_args__ = (UniqueConstraint("organisation_id", "form_id"), belongs("form"))
    form_id: Mapped[Ref]
    document: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    revision: Mapped[int]
    based_on: Mapped[int | None]
    saved_at: Mapped[datetime]
    saved_by: Mapped[Line]


class RuleDraft(Owned, Base):
    """The one draft of a rule; everything as for a form's."""

    __tablename__ = "rule_draft"
    __table_args__ = (UniqueConstraint("organisation_id", "rule_id"), belongs("rule"))
    rule_id: Mapped[Ref]
    document: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    revision: Mapped[int]
    based_on: Mapped[int | None]
    saved_at: Mapped[datetime]
    saved_by: Mapped[Line]
