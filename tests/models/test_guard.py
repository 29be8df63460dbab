"""No statement on an organisation's rows without its organisation, no write outside a transaction."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Delete, Select, Update, delete, insert, select, text, update

from licorne import services
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.base import table_of
from licorne.models.contact import Contact, ContactKey, ContactTag
from licorne.models.database import current_session, transaction
from licorne.models.guard import EVERY, NoOrganisation, NotWriting
from licorne.models.organisation import Organisation
from tests.services.house import House

Statement = Select[Any] | Update | Delete


def _statements() -> Iterator[tuple[str, Statement]]:
    """Every statement that a service keeps ready in its module."""
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Statement):
                yield f"{module.name}.{name}", value


HOT = dict(_statements())


def _without_organisation(statement: Statement) -> Statement:
    """The same statement on all rows: without its conditions, and without its leave to look at all organisations."""
    bare: Statement = statement.execution_options(**{EVERY: None})
    bare = bare._clone()
    bare._where_criteria = ()
    return bare


def test_there_are_hot_statements() -> None:
    assert len(HOT) >= 6


@pytest.mark.parametrize("name", HOT)
def test_a_hot_statement_without_its_organisation_is_refused(quick_house: House, name: str) -> None:
    with pytest.raises(NoOrganisation), transaction() as session:
        session.execute(_without_organisation(HOT[name]))


A, B = Contact, ContactKey
UNSCOPED: dict[str, Callable[[], Any]] = {
    "all rows": lambda: select(A),
    "by id alone": lambda: select(A.name).where(A.id == new_id()),
    "in Core": lambda: select(table_of(A)),
    "a join on the organisation names none": lambda: select(A.id).join(B, A.organisation_id == B.organisation_id),
    "another table's": lambda: select(A, B).where(B.organisation_id == new_id()),
    "unequal": lambda: select(A).where(A.organisation_id != new_id()),
    "in a subquery": lambda: select(Organisation.id).where(Organisation.id.in_(select(A.organisation_id))),
    "update": lambda: update(A).values(name="x"),
    "delete in Core": lambda: delete(table_of(ContactTag)),
    "raw text": lambda: text("SELECT * FROM contact"),
}


@pytest.mark.parametrize("name", UNSCOPED)
def test_a_statement_without_an_organisation_is_refused(quick_house: House, name: str) -> None:
    with pytest.raises((NoOrganisation, NotWriting)), transaction() as session:
        session.execute(UNSCOPED[name]())


def test_a_join_hands_the_organisation_on(quick_house: House) -> None:
    statement = select(A.id).join(B, (A.id == B.contact_id) & (A.organisation_id == B.organisation_id))
    assert current_session().execute(statement.where(B.organisation_id == quick_house.organisation_id)).all() == []


def test_who_says_why_may_look_at_all(quick_house: House) -> None:
    assert current_session().scalars(select(A).execution_options(**{EVERY: "the test says so"})).all() == []


def _contact(house: House) -> dict[str, Any]:
    row = {"id": new_id(), "organisation_id": house.organisation_id, "name": "X", "stage": "prospect", "language": "en"}
    return row | {"address": {}, "legal": {}, "created_at": clock.now()}


def test_nothing_is_written_outside_a_transaction(quick_house: House) -> None:
    session, row = current_session(), _contact(quick_house)
    with pytest.raises(NotWriting):
        session.execute(insert(A), [row])
    session.add(Contact(**row))
    with pytest.raises(NotWriting):
        session.flush()
    session.rollback()
    assert quick_house.rows(Contact) == []
