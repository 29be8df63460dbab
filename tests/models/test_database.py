"""The write transaction: whole or not at all, one writer at a time on SQLite, calls after the commit and never before."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError, StatementError

from licorne.models.base import Instant
from licorne.models.contact import Contact
from licorne.models.database import after_commit, current_session, db, transaction
from licorne.models.form import FormVersion
from licorne.models.organisation import Organisation
from tests.services.house import House


def _rename(name: str) -> None:
    with transaction() as session:
        session.execute(update(Organisation).values(name=name), execution_options={"synchronize_session": False})
        after_commit(lambda: _calls.append(name))
        if name == "broken":
            raise ZeroDivisionError


_calls: list[str] = []


def test_what_is_to_happen_after_a_commit_happens_after_a_commit_only(house: House) -> None:
    _calls.clear()
    _rename("one")
    with pytest.raises(ZeroDivisionError):
        _rename("broken")
    assert (house.one(Organisation).name, _calls) == ("one", ["one"])


def test_an_inner_block_is_part_of_the_outer_one(house: House) -> None:
    def fail_outside() -> None:
        with transaction():
            _rename("inner")
            raise ZeroDivisionError

    _calls.clear()
    with pytest.raises(ZeroDivisionError):
        fail_outside()
    assert (house.one(Organisation).name, _calls) == ("Atelier Licorne", [])


def test_a_call_that_is_asked_for_twice_happens_once(house: House) -> None:
    calls: list[int] = []

    def call() -> None:
        calls.append(1)

    with transaction():
        after_commit(call)
        after_commit(call)
    assert calls == [1]


def test_many_writers_at_once_lose_no_update(house: House) -> None:
    def add() -> None:
        with house.app.app_context():
            for _ in range(10):
                with transaction() as session:
                    row = session.execute(select(Organisation).with_for_update()).scalar_one()
                    session.refresh(row, with_for_update=True)
                    row.stamp += 1

    before = house.one(Organisation).stamp
    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert house.one(Organisation).stamp == before + 80


def test_sqlite_is_set_up_to_survive(quick_house: House) -> None:
    with db.engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_instants_are_utc_and_naive_ones_are_refused(house: House) -> None:
    paris = datetime(2026, 5, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    with transaction() as session:
        session.execute(update(Organisation).values(created_at=paris))
    found = house.one(Organisation).created_at
    assert (found, found.tzinfo) == (datetime(2026, 5, 1, 12, 30, tzinfo=UTC), UTC)
    with pytest.raises(ValueError, match="naive"):
        Instant().process_bind_param(datetime(2026, 5, 1), db.engine.dialect)  # naive on purpose


FROZEN = (
    "UPDATE event SET kind = 'x'",
    "DELETE FROM event",
    "UPDATE effect_attempt SET phase = 'done'",
    "DELETE FROM effect_attempt",
    "UPDATE audit_entry SET actor = 'x'",
    "DELETE FROM audit_entry",
    "UPDATE audit_seal SET hash = 'x'",
    "DELETE FROM audit_seal",
    "UPDATE form_version SET number = 9",
    "DELETE FROM form_version",
    "UPDATE rule_version SET number = 9",
    "DELETE FROM rule_version",
)


def test_what_is_written_once_cannot_be_changed_or_deleted(ordered_house: House) -> None:
    house = ordered_house
    before = house.census()
    for statement in FROZEN:
        with pytest.raises(DBAPIError, match="frozen row"):
            house.sql(statement)
    assert house.census() == before
    assert all(before[statement.split()[1 if statement.startswith("UPDATE") else 2]] for statement in FROZEN)


def test_a_draft_of_a_version_may_still_change(house: House) -> None:
    version = house.one(FormVersion)
    values = (version.organisation_id, version.form_id)
    house.sql(
        "INSERT INTO form_version (id, organisation_id, form_id, number, document, created_at)"
        " SELECT :new, organisation_id, form_id, 2, document, created_at FROM form_version",
        new="01a20bf2-14d0-7000-87ec-77fa5f9d42b4"
        if house.app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql")
        else "01a20bf214d0700087ec77fa5f9d42b4",
    )
    house.sql("UPDATE form_version SET number = 3 WHERE number = 2")
    assert [(each.organisation_id, each.form_id) for each in house.rows(FormVersion)] == [values, values]


def test_an_unknown_parent_is_refused_by_the_schema(house: House) -> None:
    contact_id = house.submit().contact_id
    assert current_session().get_bind() is not None
    with pytest.raises((DBAPIError, StatementError)):
        house.sql("UPDATE contact SET organisation_id = id")
    assert house.one(Contact).id == contact_id


@pytest.mark.parametrize("seeded", ["postgresql"], indirect=True)
def test_a_finished_answer_does_not_fail_by_a_server_that_went_away(house: House) -> None:
    assert current_session().scalar(select(Organisation.stamp)) is not None
    url = house.settings.database_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    db.session.remove()  # what ends every request
    assert house.one(Organisation).name == "Atelier Licorne"
