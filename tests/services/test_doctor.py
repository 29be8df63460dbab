"""The doctor names each broken invariant: every check is shown the states that it exists for."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from licorne.adapters import clock
from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from licorne.models import database
from licorne.models.audit import AuditSeal
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.services import doctor
from licorne.services.claiming import claim
from licorne.services.finding import CHECKS, Finding
from licorne.services.takeover import MOST_DEATHS
from tests.services.house import House, codes, opened
from tests.services.vandal import corrupt

#: What is broken, and the invariants that are broken by it. Each statement alone, on a house with one finished order.
BROKEN: dict[str, tuple[str, set[str]]] = {
    "an event without its run": ("DELETE FROM run", {"I1"}),
    "a run that no rule made": ("UPDATE rule_activation SET until_stamp = from_stamp", {"I1"}),
    "an effect that is due for long": (
        "UPDATE effect SET state = 'pending', next_at = '2020-01-01 00:00:00+00:00' WHERE step = 'tag'",
        {"I2"},
    ),
    "a lease of nobody": ("UPDATE effect SET state = 'leased', lease_owner = 'gone' WHERE step = 'tag'", {"I2"}),
    "done without a try that says so": ("DELETE FROM effect_attempt WHERE phase = 'done'", {"I3"}),
    "a try that says done of what is not": ("UPDATE effect SET state = 'failed' WHERE step = 'tag'", {"I3"}),
    "an effect of another class": ("UPDATE effect SET effect_class = 'keyed' WHERE kind = 'send_email'", {"I3"}),
    "a gap in the numbers": ("UPDATE number_series SET last_counter = 2", {"I4"}),
    "a number that is not its counter's": ("UPDATE invoice SET number = 'F-2020-0001'", {"I4"}),
    "a changed document": ("UPDATE invoice SET model = REPLACE(model, 'Martin', 'Mallory')", {"I5"}),
    "a changed hash": ("UPDATE invoice SET model_sha256 = REPEAT_A", {"I5"}),
    "a broken chain": ("UPDATE invoice SET previous_chain = REPEAT_A", {"I5"}),
    "a head that is not the last link": ("UPDATE number_series SET last_chain = REPEAT_A", {"I5"}),
    "changed bytes of a file": ("UPDATE file_content SET content = CAST('x' AS BYTES)", {"I5"}),
    "missing bytes of a file": ("DELETE FROM file_content", {"I5"}),
    "a changed total": ("UPDATE invoice SET total = total + 1", {"I6"}),
    "a changed line": ("UPDATE invoice_line SET net = net + 1 WHERE position = 1", {"I6"}),
    "a missing line": ("DELETE FROM invoice_line WHERE position = 2", {"I6"}),
    "a mail before its cause": ("UPDATE message SET sent_at = '2020-01-01 00:00:00+00:00'", {"I8"}),
    "a mail that nothing tried to send": (
        "DELETE FROM effect_attempt WHERE phase = 'started' AND effect_id IN (SELECT effect_id FROM message)",
        {"I8"},
    ),
    "a submission without its event": ("DELETE FROM event WHERE kind = 'submission.received'", {"I9"}),
    "a row of no contact": ("DELETE FROM contact", {"I10"}),
    "a changed audit entry": ("UPDATE audit_entry SET actor = 'user:mallory'", {"I11"}),
    "an invoice whose issue is not told": (
        "UPDATE audit_entry SET action = 'x' WHERE action = 'invoice.issued'",
        {"I11"},
    ),
    "a payment that is not told": ("UPDATE invoice SET state = 'paid'", {"I11"}),
    "a task whose making is not told": ("UPDATE audit_entry SET action = 'x' WHERE action = 'task.created'", {"I11"}),
    "a reminder that went without its effect": ("UPDATE reminder SET state = 'done'", {"I12"}),
    "a word of a zombie": ("UPDATE effect SET lease_epoch = 0", {"I13"}),
    "another schema": ("UPDATE alembic_version SET version_num = '0000'", {"I14"}),
    "a step done after one that is not": ("UPDATE effect SET state = 'cancelled' WHERE step = 'task'", {"I15"}),
    "a run that says done and is not": ("UPDATE run SET state = 'running'", {"I15"}),
    "poison that is not parked": (
        f"UPDATE effect SET state = 'pending', attempts = {MOST_DEATHS + 99} WHERE step = 'tag'",
        {"I16"},
    ),
}


def _for_engine(statement: str, engine: str) -> str:
    """The few words in which the two engines differ."""
    return statement.replace("REPEAT_A", f"'{'a' * 64}'").replace(
        "BYTES", "BYTEA" if engine == "postgresql" else "BLOB"
    )


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_invariant_is_named(ordered_house: House, name: str) -> None:
    statement, wanted = BROKEN[name]
    engine = "sqlite" if ordered_house.settings.is_sqlite else "postgresql"
    assert corrupt(_for_engine(statement, engine)) > 0
    found = ordered_house.examine()
    assert wanted <= codes(found), found
    assert all(finding.subject and finding.message for finding in found)


def test_every_invariant_of_the_doctor_is_broken_here() -> None:
    named = {invariant for _, invariants in BROKEN.values() for invariant in invariants}
    assert named == {f"I{number}" for number in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16)}
    assert len(CHECKS) >= 14


def test_a_living_lease_and_an_effect_that_is_due_are_no_findings(quick_house: House) -> None:
    quick_house.submit()
    assert quick_house.examine() == []
    quick_house.submit()
    quick_house.stand_at(clock.now() + timedelta(minutes=9))
    assert quick_house.examine() == []


def test_the_seals_of_the_audit_trail_are_checked_link_by_link(house: House) -> None:
    house.submit()
    assert house.examine() == []
    assert len(house.rows(AuditSeal)) > 1
    corrupt("DELETE FROM audit_seal WHERE sequence = 1")
    assert codes(house.examine()) == {"I11"}


def test_numbers_that_go_back_in_time_are_named(house: House) -> None:
    house.submit()
    house.submit()
    house.perform()
    corrupt("UPDATE invoice SET issued_on = '2031-01-01' WHERE counter = 1")
    assert "I4" in codes(house.examine())


def test_a_doctor_may_reckon_for_longer_than_a_transaction_may_pause(
    seeded_settings: Settings, renderer: PdfRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(organisation_id: str) -> Iterator[Finding]:
        for _ in range(2):
            current_session().scalar(select(func.count()).where(Effect.organisation_id == organisation_id))
            time.sleep(3.5)
        yield from ()

    monkeypatch.setattr(database, "_PAUSED_SECONDS", 3)  # a busy machine pauses for a second by itself
    monkeypatch.setattr(doctor, "CHECKS", [slow, *CHECKS])
    with opened(seeded_settings, renderer) as house:
        assert house.examine() == []


def test_a_lease_without_a_sign_of_life_is_named(house: House) -> None:
    house.submit()
    claim("licorne", "nobody")
    assert codes(house.examine()) == {"I2"}
