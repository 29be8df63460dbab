"""What runs of rules wait for, what holds rules back, which occurrences of schedules were told."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Key, OptionalRef, Owned, PlainJson, Ref, belongs, referable
from rules.expression.json_types import Json

_OPEN = text("state = 'open'")


class Wait(Owned, Base):
    """What a step of a run waits for, beside its effect. State: open, ended, cancelled.

    Kind `time`, `event` or `approval`. `due_at`: when it ends by itself, None for never. An event is matched by its kind and one
    of its facts, then by `condition`. `asked` are user ids; `decisions` are objects of user, granted, reason and at. `event_facts`
    are those of the event that ended it.
    """

    __tablename__ = "wait"
    __table_args__ = (
        UniqueConstraint("organisation_id", "effect_id"),
        belongs("effect"),
        belongs("run"),
        referable(),
        Index(
            "ix_wait_event",
            "organisation_id",
            "event_kind",
            "match_fact",
            "match_value",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index("ix_wait_open", "organisation_id", "kind", "due_at", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )
    run_id: Mapped[Ref]
    effect_id: Mapped[Ref]
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str | None] = mapped_column(String(10))
    due_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    event_kind: Mapped[str | None] = mapped_column(String(60))
    match_fact: Mapped[str | None] = mapped_column(String(320))
    match_value: Mapped[str | None] = mapped_column(String(320))
    condition: Mapped[dict[str, Json] | None] = mapped_column(PlainJson)
    event_facts: Mapped[dict[str, Json] | None] = mapped_column(PlainJson)
    title: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    need: Mapped[str] = mapped_column(String(5))
    asked: Mapped[list[str]] = mapped_column(PlainJson)
    decisions: Mapped[list[dict[str, Json]]] = mapped_column(PlainJson)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RuleLimit(Base):
    """A place in a limit of a rule: `key` says which limit, of what, in which period. `used` are instants, oldest first.

    `latest_run`: the latest run that took it, for limits in which a later one takes an earlier one's place.
    """

    __tablename__ = "rule_limit"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "rule_id", "key"), belongs("rule"))
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    rule_id: Mapped[Ref]
    key: Mapped[str] = mapped_column(String(120))
    used: Mapped[list[str]] = mapped_column(PlainJson)
    latest_run: Mapped[OptionalRef]


class ScheduleTick(Base):
    """An occurrence of a schedule that was told, or left out: it is never told again."""

    __tablename__ = "schedule_tick"
    __table_args__ = (PrimaryKeyConstraint("organisation_id", "rule_id", "due_at"), belongs("rule"))
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisation.id"))
    rule_id: Mapped[Ref]
    due_at: Mapped[datetime]
    event_id: Mapped[OptionalRef]
