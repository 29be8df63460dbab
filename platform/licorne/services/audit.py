"""The audit trail: who changed what. Entries are written with the change, sealed soon after by the sweeper."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import insert, select
from sqlalchemy.engine import Row

from licorne.adapters import clock
from licorne.adapters.ids import floor, new_id
from licorne.billing.canonical import canonical_json
from licorne.models.audit import AuditEntry, AuditSeal
from licorne.models.database import current_session, transaction
from licorne.models.guard import EVERY, GuardedSession
from licorne.models.organisation import Organisation
from rules.expression.json_types import Json

GENESIS = "0" * 64
#: Sealed in one transaction at most.
BATCH = 500
#: A transaction that wrote an entry ends within this many seconds of having made its id.
OVERLAP_SECONDS = 300.0
#: Seconds between two looks at the whole trail, for what the clock, set back, has put before the others.
WHOLE_SECONDS = 3600.0


def record(
    session: GuardedSession,
    organisation_id: str,
    actor: str,
    action: str,
    subject_id: str,
    detail: Mapping[str, Json] | None = None,
) -> None:
    """Adds an entry to the transaction of the change that it tells of."""
    session.execute(
        insert(AuditEntry),
        [
            {
                "id": new_id(),
                "organisation_id": organisation_id,
                "at": clock.now(),
                "actor": actor,
                "action": action,
                "subject_id": subject_id,
                "detail": dict(detail or {}),
            }
        ],
    )


def entry_hash(previous: str, entry: AuditEntry) -> str:
    """The link of an entry: SHA-256 over the previous hash and the canonical entry."""
    content: dict[str, Json] = {
        "id": entry.id,
        "organisation": entry.organisation_id,
        "at": _stamp(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject_id,
        "detail": entry.detail,
    }
    return hashlib.sha256((previous + canonical_json(content)).encode()).hexdigest()


def seal(since: str = "") -> int:
    """Chains entries that are not sealed yet, a batch of each organisation; the number of new seals.

    `since` is the id from which on is looked; without one the whole trail is read. Two sealers at once: one of them gets nothing.
    """
    return _seal_batches(since)[0]


@dataclass
class Sealer:
    """Seals again and again, and remembers how far it has looked: only its first look, and one an hour, read the whole trail."""

    reach: str = ""
    whole_at: float = float("-inf")

    def round(self) -> int:
        """Seals what is new; the number of new seals."""
        if clock.monotonic() - self.whole_at >= WHOLE_SECONDS:
            self.reach, self.whole_at = "", clock.monotonic()
        newest = _newest_entry()
        count, is_all = _seal_batches(self.reach)
        if is_all and newest:
            self.reach = floor(newest, OVERLAP_SECONDS)
        return count


def _seal_batches(since: str) -> tuple[int, bool]:
    """The number of new seals, and whether nothing that could be seen is left."""
    counts = [_seal_batch(organisation, since) for organisation in _unsealed_organisations(since)]
    return sum(count or 0 for count in counts), all(count is not None and count < BATCH for count in counts)


def _newest_entry() -> str | None:
    statement = select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)
    return current_session().scalar(statement.execution_options(**{EVERY: "the sealer serves all"}))


def _unsealed_organisations(since: str) -> Sequence[str]:
    statement = (
        select(AuditEntry.organisation_id)
        .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .where(AuditSeal.entry_id.is_(None))
        .distinct()
        .execution_options(**{EVERY: "the sealer serves all"})
    )
    return current_session().scalars(statement.where(AuditEntry.id > since) if since else statement).all()


def _seal_batch(organisation_id: str, since: str) -> int | None:
    """The number of new seals. None where another sealer was quicker: it has sealed the same entries.

    Read and hashed before the lock is taken, which then is held for one look and one insert.
    """
    session = current_session()
    head = _head(session, organisation_id)
    rows = _links(head, _unsealed(session, organisation_id, since))
    with transaction() as session:
        _lock(session, organisation_id)
        if _head(session, organisation_id) != head:
            return None
        if rows:
            session.execute(insert(AuditSeal), rows)
    return len(rows)


def _unsealed(session: GuardedSession, organisation_id: str, since: str) -> Sequence[AuditEntry]:
    statement = (
        select(AuditEntry)
        .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .where(AuditEntry.organisation_id == organisation_id, AuditSeal.entry_id.is_(None))
        .order_by(AuditEntry.id)
        .limit(BATCH)
        .execution_options(**{EVERY: "the seal of an entry has its organisation"})
    )
    return session.scalars(statement.where(AuditEntry.id > since) if since else statement).all()


def _links(head: tuple[int, str], entries: Sequence[AuditEntry]) -> list[dict[str, object]]:
    """The rows that go on from the head of the chain."""
    rows: list[dict[str, object]] = []
    previous = head[1]
    for sequence, entry in enumerate(entries, start=head[0] + 1):
        digest = entry_hash(previous, entry)
        rows.append(
            {
                "organisation_id": entry.organisation_id,
                "sequence": sequence,
                "entry_id": entry.id,
                "previous_hash": previous,
                "hash": digest,
            }
        )
        previous = digest
    return rows


def _lock(session: GuardedSession, organisation_id: str) -> None:
    """One sealer per organisation at a time. Whoever refers to the organisation's row does not wait for it."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(key_share=True))


def _head(session: GuardedSession, organisation_id: str) -> tuple[int, str]:
    row = session.execute(
        select(AuditSeal.sequence, AuditSeal.hash)
        .where(AuditSeal.organisation_id == organisation_id)
        .order_by(AuditSeal.sequence.desc())
        .limit(1)
    ).first()
    return (row.sequence, row.hash) if row else (0, GENESIS)


def broken_links(organisation_id: str) -> list[int]:
    """Sequences of the seals whose entry or predecessor was changed."""
    rows = (
        current_session()
        .execute(
            select(AuditSeal, AuditEntry)
            .join(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
            .where(AuditSeal.organisation_id == organisation_id, AuditEntry.organisation_id == organisation_id)
            .order_by(AuditSeal.sequence)
        )
        .all()
    )
    wrong = [seal.sequence for seal, entry in rows if entry_hash(seal.previous_hash, entry) != seal.hash]
    return wrong + _gaps(rows)


def _gaps(rows: Sequence[Row[AuditSeal, AuditEntry]]) -> list[int]:
    seals = [seal for seal, _ in rows]
    first = [seal.sequence for seal in seals[:1] if seal.sequence != 1 or seal.previous_hash != GENESIS]
    return first + [
        after.sequence
        for before, after in pairwise(seals)
        if after.sequence != before.sequence + 1 or after.previous_hash != before.hash
    ]


def _stamp(instant: datetime) -> str:
    return instant.isoformat(timespec="microseconds")
