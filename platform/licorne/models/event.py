"""The one event log, and the runs that answer its events."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, OptionalRef, Owned, PlainJson, Ref, belongs, referable
from rules.expression.json_types import Json

_IN_LANE = text("lane IS NOT NULL AND state = 'running'")
_QUEUED = text("state = 'queued'")


class Event(Owned, Base):
    """What happened, past tense (`submission.received`). Append-only. `facts` is all that a rule may look at.

    `stamp` is the organisation's at planning: the rule versions whose activation spans it are those that were asked. Instants
    could not tell, as a rule may be published between planning and commit. `erased_at`: the personal parts of the facts were
    taken out with the submission that they tell of; it is the one change that the trigger lets pass, once. `chain`: the rules that led
    to it, the nearest last. `halted`: why no rule is asked, `depth` or `loop`.
    """

    __tablename__ = "event"
    __table_args__ = (referable(), Index("ix_event_subject", "organisation_id", "subject_id"))
    kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[Ref]
    facts: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    occurred_at: Mapped[datetime]
    cause_effect_id: Mapped[OptionalRef]
    depth: Mapped[int]
    stamp: Mapped[int]
    chain: Mapped[list[str] | None] = mapped_column(PlainJson)
    halted: Mapped[str | None] = mapped_column(String(10))
    erased_at: Mapped[datetime | None]


class Run(Owned, Base):
    """One rule version answering one event, once. State: running, done, failed (a step stopped it), cancelled, queued (another
    one in its `lane` is running), skipped (a limit of the rule did not let it begin).

    `problems`: why the rule matched but could not be planned or begin. `cursor`: where its plan goes on once all effects are
    done (docs/rules.md, 2); None where they are all that there is.
    """

    __tablename__ = "run"
    __table_args__ = (
        UniqueConstraint("organisation_id", "rule_version_id", "event_id"),
        belongs("event"),
        belongs("rule_version"),
        referable(),
        Index("ix_run_event", "organisation_id", "event_id"),
        Index("uq_run_lane", "organisation_id", "lane", unique=True, postgresql_where=_IN_LANE, sqlite_where=_IN_LANE),
        Index("ix_run_queued", "organisation_id", "lane", "id", postgresql_where=_QUEUED, sqlite_where=_QUEUED),
    )
    event_id: Mapped[Ref]
    rule_version_id: Mapped[Ref]
    state: Mapped[str] = mapped_column(String(10))
    plan_sha256: Mapped[str] = mapped_column(String(64))
    problems: Mapped[list[Json]] = mapped_column(PlainJson)
    cursor: Mapped[str | None] = mapped_column(String(600))
    lane: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
