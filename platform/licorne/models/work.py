"""What people have to do and hear: tasks, reminders, notices, mails."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Key, Line, OptionalRef, Owned, PlainJson, Ref, belongs, referable
from rules.expression.json_types import Json


class Task(Owned, Base):
    """Work for a person. `completes_on`: what completes it by itself (`invoice.paid`), empty for none."""

    __tablename__ = "task"
    __table_args__ = (
        belongs("contact"),
        belongs("invoice"),
        referable(),
        Index("ix_task_open", "organisation_id", "state", "due_on"),
        Index("ix_task_invoice", "organisation_id", "invoice_id", "state"),
    )
    title: Mapped[Line]
    note: Mapped[str] = mapped_column(Text)
    contact_id: Mapped[OptionalRef]
    invoice_id: Mapped[OptionalRef]
    assignee_id: Mapped[str | None] = mapped_column(Key, ForeignKey("user_account.id"))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10))
    completes_on: Mapped[str] = mapped_column(String(40))
    effect_id: Mapped[OptionalRef]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Reminder(Owned, Base):
    """Becomes a notice or a mail at `due_at`. State: scheduled, done, cancelled."""

    __tablename__ = "reminder"
    __table_args__ = (
        belongs("contact"),
        belongs("invoice"),
        belongs("task"),
        referable(),
        Index(
            "ix_reminder_due",
            "due_at",
            postgresql_where=text("state = 'scheduled'"),
            sqlite_where=text("state = 'scheduled'"),
        ),
        Index("ix_reminder_invoice", "organisation_id", "invoice_id"),
        Index("ix_reminder_task", "organisation_id", "task_id"),
    )
    contact_id: Mapped[OptionalRef]
    invoice_id: Mapped[OptionalRef]
    task_id: Mapped[OptionalRef]
    channel: Mapped[str] = mapped_column(String(10))
    settings: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10))
    effect_id: Mapped[OptionalRef]
    created_at: Mapped[datetime]


class Notification(Owned, Base):
    """An in-app notice: a code with parameters, put into words when it is shown."""

    __tablename__ = "notification"
    __table_args__ = (
        referable(),
        Index("ix_notification_user", "organisation_id", "user_id", "id"),
        Index(
            "ix_notification_unread",
            "organisation_id",
            "user_id",
            "read_at",
            postgresql_where=text("read_at IS NULL"),
            sqlite_where=text("read_at IS NULL"),
        ),
    )
    user_id: Mapped[str] = mapped_column(Key, ForeignKey("user_account.id"))
    code: Mapped[str] = mapped_column(String(60))
    parameters: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    path: Mapped[Line]
    effect_id: Mapped[OptionalRef]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Message(Owned, Base):
    """A mail that a server took, or that landed in the mail folder; `answer` is the server's."""

    __tablename__ = "message"
    __table_args__ = (
        belongs("contact"),
        belongs("effect"),
        referable(),
        Index("ix_message_contact", "organisation_id", "contact_id"),
    )
    contact_id: Mapped[OptionalRef]
    effect_id: Mapped[Ref]
    template: Mapped[str] = mapped_column(String(60))
    sender: Mapped[Line]
    recipient: Mapped[Line]
    subject: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    message_id: Mapped[Line]
    attachments: Mapped[list[Json]] = mapped_column(PlainJson)
    answer: Mapped[str] = mapped_column(Text)
    doubtful: Mapped[bool]
    sent_at: Mapped[datetime]
