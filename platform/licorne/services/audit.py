"""The audit trail: who changed what. Entries are written with the change, sealed soon after by the sweeper."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import insert, select
from sqlalchemy.engine import Row

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.billing.canonical import canonical_json
from licorne.models.audit import AuditEntry, AuditSeal
from licorne.models.database import current_session, transaction
from licorne.models.guard import GuardedSession
from rules.expression.json_types import Json

GENESIS = "0" * 64
#: Sealed in one transaction at most.
BATCH = 500


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


def seal() -> int:
    """Chains the entries that are not sealed yet; the number of new seals. Two sealers at once: one waits, both agree."""
    organisations = (
        current_session()
        .scalars(
            select(AuditEntry.organisation_id)
            .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
            .where(AuditSeal.entry_id.is_(None))
            .distinct()
            .execution_options(every_organisation="the sealer serves all")
        )
        .all()
    )
    return sum(_seal_organisation(organisation) for organisation in organisations)


def _seal_organisation(organisation_id: str) -> int:
    with transaction() as session:
        head = _head(session, organisation_id)
        entries = session.scalars(
            select(AuditEntry)
            .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
            .where(AuditEntry.organisation_id == organisation_id, AuditSeal.entry_id.is_(None))
            .order_by(AuditEntry.id)
            .limit(BATCH)
            .execution_options(every_organisation="the seal of an entry has its organisation")
        ).all()
        sequence, previous = head
        for entry in entries:
            sequence += 1
            digest = entry_hash(previous, entry)
            session.add(
                AuditSeal(
                    organisation_id=organisation_id,
                    sequence=sequence,
                    entry_id=entry.id,
                    previous_hash=previous,
                    hash=digest,
                )
            )
            previous = digest
        return len(entries)


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
