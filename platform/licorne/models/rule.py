"""Rules, their versions, and when each version was live."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Line, OptionalRef, Owned, PlainJson, Ref, Short, belongs, referable
from rules.expression.json_types import Json


class Rule(Owned, Base):
    """A rule; it acts through its live version, if it has one. `paused_version_id`: what was live when all rules were halted."""

    __tablename__ = "rule"
    __table_args__ = (UniqueConstraint("organisation_id", "slug"), referable())
    slug: Mapped[Short]
    name: Mapped[Line]
    live_version_id: Mapped[OptionalRef]
    paused_version_id: Mapped[OptionalRef]
    created_at: Mapped[datetime]


class RuleVersion(Owned, Base):
    """One version of a rule's document; a published one never changes (held by a trigger).

    `awaits`: kinds of events that its waits wait for, with commas between; None for none.
    """

    __tablename__ = "rule_version"
    __table_args__ = (UniqueConstraint("organisation_id", "rule_id", "number"), belongs("rule"), referable())
    rule_id: Mapped[Ref]
    number: Mapped[int]
    document: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    trigger_kind: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by: Mapped[Line | None]
    awaits: Mapped[str | None] = mapped_column(String(600))


class RuleActivation(Owned, Base):
    """The span in which a version answered events: why a rule did not fire is replayed from here.

    Live for stamps s of the organisation with from_stamp <= s < until_stamp.
    """

    __tablename__ = "rule_activation"
    __table_args__ = (belongs("rule_version"), Index("ix_rule_activation_span", "organisation_id", "from_stamp"))
    rule_version_id: Mapped[Ref]
    active_from: Mapped[datetime]
    active_until: Mapped[datetime | None]
    from_stamp: Mapped[int]
    until_stamp: Mapped[int | None]
