"""Sealing the audit trail: one chain whoever seals, short under the lock, and without reading all of it again and again."""

import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.audit import AuditEntry, AuditSeal
from licorne.models.database import current_session, transaction
from licorne.models.guard import WRITING
from licorne.services import audit
from licorne.services.audit import Sealer
from tests.services.house import House
from tests.services.vandal import corrupt


def _record(house: House, action: str = "test.done") -> None:
    with transaction() as session:
        audit.record(session, house.organisation_id, "system", action, new_id())


def _seal_all() -> None:
    while audit.seal():
        pass


def _chain(house: House) -> list[int]:
    return [seal.sequence for seal in house.rows(AuditSeal)]


def test_two_sealers_at_once_agree(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _seal_all()
    before = len(_chain(house))
    for _ in range(3):
        _record(house)
    meeting, hashed, errors, counts = threading.Barrier(2), audit.entry_hash, list[Exception](), list[int]()

    def meet(previous: str, entry: AuditEntry) -> str:
        with suppress(threading.BrokenBarrierError):  # where one of them waits for a lock: that is an answer as well
            meeting.wait(2)
        return hashed(previous, entry)

    def sealing() -> None:
        with house.app.app_context():
            try:
                counts.append(audit.seal())
            except Exception as error:  # noqa: BLE001  # shown by the assertion below
                errors.append(error)

    monkeypatch.setattr(audit, "entry_hash", meet)
    threads = [threading.Thread(target=sealing) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (errors, sorted(counts)) == ([], [0, 3])
    assert _chain(house) == list(range(1, before + 4))
    assert house.examine() == []


def test_nothing_is_read_or_hashed_while_others_wait_for_the_lock(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _record(house)
    locked: list[Any] = []
    hashed = audit.entry_hash

    def look(previous: str, entry: AuditEntry) -> str:
        locked.append(current_session().info.get(WRITING, False))
        return hashed(previous, entry)

    monkeypatch.setattr(audit, "entry_hash", look)
    assert audit.seal() == len(locked) > 0
    assert set(locked) == {False}


def test_a_sealer_that_has_seen_the_trail_reads_only_what_is_new(house: House) -> None:
    sealer = Sealer()
    _record(house)
    house.stand_at(clock.now() + timedelta(seconds=2 * audit.OVERLAP_SECONDS))
    _record(house)
    assert sealer.round() > 1
    corrupt("DELETE FROM audit_seal WHERE sequence = 1")
    assert sealer.round() == 0
    sealer.whole_at = float("-inf")
    assert sealer.round() == 1


def test_an_entry_that_was_committed_later_with_a_smaller_id_is_sealed(house: House) -> None:
    sealer, early = Sealer(), new_id()
    _record(house)
    sealer.round()
    with transaction() as session:
        entry = AuditEntry(
            id=early,
            organisation_id=house.organisation_id,
            at=clock.now(),
            actor="system",
            action="test.late",
            subject_id=early,
            detail={},
        )
        session.add(entry)
    assert (sealer.round(), sealer.round()) == (1, 0)
    assert house.examine() == []


def test_a_backlog_is_sealed_batch_by_batch_and_none_is_left(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _seal_all()
    monkeypatch.setattr(audit, "BATCH", 2)
    for _ in range(5):
        _record(house)
    sealer = Sealer()
    assert [sealer.round() for _ in range(4)] == [2, 2, 1, 0]
    assert house.examine() == []
