"""Rows that are inserted by a prepared text read back as if SQLAlchemy had written them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from licorne.adapters.ids import new_id
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.database import current_session, transaction
from licorne.models.guard import NotWriting
from licorne.models.organisation import Organisation
from tests.services.house import House

_INSTANT = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=UTC)


def _row(**changes: object) -> dict[str, object]:
    facts = {
        "id": new_id(),
        "slug": "quince",
        "name": "Quincé",
        "country": "FR",
        "currency": "EUR",
        "legal": {"siren": "1"},
    }
    rest = {"time_zone": "Europe/Paris", "language": "fr", "number_pattern": "F", "stamp": 1, "created_at": _INSTANT}
    return {**facts, **rest, **changes}


def _insert_and_fail(rows: list[dict[str, object]]) -> None:
    with transaction() as session:
        insert_rows(session, table_of(Organisation), rows)
        raise ZeroDivisionError


def test_a_row_reads_back_as_it_was_given(house: House) -> None:
    row = _row()
    with house.app.app_context():
        with transaction() as session:
            insert_rows(session, table_of(Organisation), [row])
        found = current_session().scalars(select(Organisation).where(Organisation.slug == "quince")).one()
        assert (found.id, found.name, found.legal, found.created_at) == (row["id"], "Quincé", {"siren": "1"}, _INSTANT)


def test_many_rows_are_inserted_at_once_and_rolled_back_with_their_transaction(house: House) -> None:
    with house.app.app_context():
        before = len(current_session().scalars(select(Organisation.id)).all())
        with pytest.raises(ZeroDivisionError):
            _insert_and_fail([_row(slug=f"quince-{number}") for number in range(3)])
        assert len(current_session().scalars(select(Organisation.id)).all()) == before


def test_a_row_outside_a_transaction_is_refused(house: House) -> None:
    with house.app.app_context(), pytest.raises(NotWriting):
        insert_rows(current_session(), table_of(Organisation), [_row()])
