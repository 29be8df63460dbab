"""Effects: intents written down with a unique key, and every try at them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, String, UniqueConstraint, bindparam, text
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Line, OptionalRef, Owned, PlainJson, Ref, belongs, referable
from rules.expression.json_types import Json


class State(StrEnum):
    """Where an effect stands. `waiting`: an earlier step is not done. `unknown`: only a person can tell what the remote did.

    `skipped`: the step's own condition, decided by earlier steps, did not hold. `handled`: it failed for good, and its rule has
    steps for that.
    """

    WAITING = "waiting"
    PENDING = "pending"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    HANDLED = "handled"


class EffectClass(StrEnum):
    """How an action keeps the promise (docs/architecture.md, 6)."""

    TRANSACTIONAL = "transactional"
    KEYED = "keyed"
    MESSAGE = "message"
    DERIVED = "derived"


class Effect(Owned, Base):
    """The unit that the executor performs.

    `key` is run:step:item, or a page's token for a click. `position` orders the steps of a run. `settings` are bound as far as
    they are decided. `result` is what later steps may refer to. `doubtful`: it may have been sent twice.
    """

    __tablename__ = "effect"
    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "key"),
        belongs("run"),
        referable(),
        Index(
            "ix_effect_due",
            "queue",
            "next_at",
            "id",
            postgresql_where=text("state = 'pending'"),
            sqlite_where=text("state = 'pending'"),
        ),
        Index(
            "ix_effect_leased",
            "lease_owner",
            postgresql_where=text("state = 'leased'"),
            sqlite_where=text("state = 'leased'"),
        ),
        Index("ix_effect_run", "organisation_id", "run_id", "position"),
        Index(
            "ix_effect_attention",
            "organisation_id",
            "id",
            postgresql_where=text("state in ('failed', 'unknown')"),
            sqlite_where=text("state in ('failed', 'unknown')"),
        ),
        # To count them: SQLite finds no index better than any other that begins with the organisation, and takes the latest.
        Index(
            "ix_effect_attention_count",
            "organisation_id",
            "state",
            postgresql_where=text("state in ('failed', 'unknown')"),
            sqlite_where=text("state in ('failed', 'unknown')"),
        ),
    )
    run_id: Mapped[OptionalRef]
    event_id: Mapped[OptionalRef]
    step: Mapped[str] = mapped_column(String(60))
    item: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    effect_class: Mapped[str] = mapped_column(String(14))
    key: Mapped[str] = mapped_column(String(200))
    settings: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    state: Mapped[str] = mapped_column(String(10))
    queue: Mapped[str] = mapped_column(String(20))
    next_at: Mapped[datetime]
    attempts: Mapped[int]
    lease_owner: Mapped[str | None] = mapped_column(String(80))
    lease_epoch: Mapped[int]
    doubtful: Mapped[bool]
    external_id: Mapped[Line | None]
    result: Mapped[dict[str, Json] | None] = mapped_column(PlainJson)
    error: Mapped[dict[str, Json] | None] = mapped_column(PlainJson)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


def waits_for_person() -> ColumnElement[bool]:
    """The effects that need attention. The states are written out: as parameters they match no partial index."""
    states = [State.FAILED.value, State.UNKNOWN.value]
    return Effect.state.in_(bindparam("states", states, expanding=True, literal_execute=True, unique=True))


class EffectAttempt(Owned, Base):
    """What one try did: phase started, done, error, unknown. Append-only; at most one `done` per effect.

    `begun`: a message that was leased among others is the next one now. `released`: it was given back before it was begun.
    `put_off`: it waits for its time, an event or a person.
    """

    __tablename__ = "effect_attempt"
    __table_args__ = (
        belongs("effect"),
        Index("ix_effect_attempt_effect", "organisation_id", "effect_id"),
        Index(
            "uq_effect_attempt_done",
            "effect_id",
            unique=True,
            postgresql_where=text("phase = 'done'"),
            sqlite_where=text("phase = 'done'"),
        ),
    )
    effect_id: Mapped[Ref]
    epoch: Mapped[int]
    phase: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    milliseconds: Mapped[int | None]
    detail: Mapped[dict[str, Json]] = mapped_column(PlainJson)


class Worker(Base):
    """A process that holds leases. `beat` moves while it lives; whoever watches it uses a monotonic clock of its own."""

    __tablename__ = "worker"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    role: Mapped[str] = mapped_column(String(10))
    beat: Mapped[int]
    seen_at: Mapped[datetime]
