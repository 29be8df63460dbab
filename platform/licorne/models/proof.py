"""What pages spend once, what people put aside for themselves, and drafts of rules tried over all that has happened."""

from datetime import datetime

from sqlalchemy import ForeignKey, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Key, Line, OptionalRef, Owned, PlainJson, Ref, belongs, referable
from rules.expression.json_types import Json


class ButtonPress(Base):
    """A press of a rule's button: the page's token is spent by it, so a double click is one press."""

    __tablename__ = "button_press"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "token"), belongs("event"))
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    token: Mapped[Ref]
    event_id: Mapped[Ref]


class Snooze(Base):
    """A task or an approval that a person does not want to see before an instant. It hides it from that person alone."""

    __tablename__ = "snooze"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "user_id", "subject_id"),)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    user_id: Mapped[str] = mapped_column(Key, ForeignKey("user_account.id"))
    subject_id: Mapped[Ref]
    until: Mapped[datetime]


class BackTest(Owned, Base):
    """A rule's document tried over past events, chunk by chunk. State: running, done, cancelled.

    `compared_with`: the version that was live when it began, None where none was. `position`: the last event that was looked at;
    nothing after `until` is. `left_out`: events whose facts were erased. `counts` are by kind of difference.
    """

    __tablename__ = "back_test"
    __table_args__ = (belongs("rule"), referable())
    rule_id: Mapped[Ref]
    document: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    compared_with: Mapped[OptionalRef]
    state: Mapped[str] = mapped_column(String(10))
    total: Mapped[int]
    seen: Mapped[int]
    left_out: Mapped[int]
    matched: Mapped[int]
    counts: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    position: Mapped[OptionalRef]
    until: Mapped[OptionalRef]
    begun_by: Mapped[Line]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class BackTestRow(Base):
    """An event that the two answer differently. `kind`: added, removed or changed; `steps` are those whose intents differ."""

    __tablename__ = "back_test_row"
    __table_args__ = (
        PrimaryKeyConstraint("organisation_id", "back_test_id", "event_id"),
        belongs("back_test"),
        belongs("event"),
    )
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    back_test_id: Mapped[Ref]
    event_id: Mapped[Ref]
    kind: Mapped[str] = mapped_column(String(10))
    steps: Mapped[list[str]] = mapped_column(PlainJson)
