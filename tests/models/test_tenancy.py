"""I10: no row can refer to another organisation's, held by the schema itself, for every table, found by reflection."""

from typing import Any

from sqlalchemy import MetaData, UniqueConstraint, inspect

from licorne.models.all import metadata
from licorne.models.database import db
from tests.services.house import House

#: Tables of the installation, not of an organisation, and why.
SHARED = {
    "organisation": "is the organisation",
    "user_account": "a person may belong to several",
    "login_session": "belongs to a person; its membership says where it works",
    "worker": "serves all",
    "failed_logins": "counts addresses and accounts",
    "alembic_version": "is the schema's",
}
#: References to what is of no organisation, or that hold a history and outlive their target.
LOOSE = {"organisation_id", "effect_id", "event_id", "live_version_id", "subject_id", "cause_effect_id"}
LOOSE |= {"paused_version_id"}


def _reflected() -> MetaData:
    found = MetaData()
    found.reflect(db.engine)
    return found


def test_every_table_belongs_to_an_organisation_or_is_shared_for_a_reason(house: House) -> None:
    tables = _reflected().tables
    without = {name for name, table in tables.items() if "organisation_id" not in table.c}
    assert without <= set(SHARED), without - set(SHARED)
    assert set(metadata.tables) <= set(tables)
    for name in set(tables) - without:
        column = tables[name].c.organisation_id
        assert not column.nullable, name
        assert any(key.column.table.name == "organisation" for key in column.foreign_keys), name


def test_every_reference_between_rows_of_organisations_carries_the_organisation(house: House) -> None:
    for table in _reflected().tables.values():
        for reference in table.foreign_key_constraints:
            if "organisation_id" in reference.referred_table.c:
                pairs = [(element.parent.name, element.column.name) for element in reference.elements]
                assert ("organisation_id", "organisation_id") in pairs, f"{table.name}: {pairs}"


def test_every_column_that_names_a_row_is_a_reference(house: House) -> None:
    for table in _reflected().tables.values():
        referring = {element.parent.name for key in table.foreign_key_constraints for element in key.elements}
        named = (
            {column.name for column in table.c if column.name.endswith("_id")} - LOOSE - {"message_id", "external_id"}
        )
        if table.name not in SHARED:
            assert named <= referring, f"{table.name}: {named - referring}"


def test_what_is_referred_to_is_unique_together_with_its_organisation(house: House) -> None:
    inspector = inspect(db.engine)
    for table in metadata.sorted_tables:
        if any(
            isinstance(each, UniqueConstraint) and _names(each) == {"organisation_id", "id"}
            for each in table.constraints
        ):
            found: list[Any] = [set(each["column_names"]) for each in inspector.get_unique_constraints(table.name)]
            assert {"organisation_id", "id"} in found, table.name


def _names(constraint: UniqueConstraint) -> set[str]:
    return {column.name for column in constraint.columns}
