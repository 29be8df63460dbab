"""What is asked on every page, or with every payment, reads no whole table: the engines' own plans say so."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, insert

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.base import table_of
from licorne.models.contact import Contact
from licorne.models.database import current_session, db, transaction
from licorne.models.effect import Effect, EffectClass, State
from licorne.models.organisation import User
from licorne.models.work import Notification, Reminder, Task
from licorne.services import attention, notices, reminders, tasks
from licorne.services.steps import effect_row
from tests.services.house import House

#: Enough that a planner prefers an index where there is one.
MANY = 3000


@pytest.fixture
def full(house: House) -> House:
    """A house with much that is over and done with; PostgreSQL keeps statistics by itself, SQLite has none."""
    house.submit()
    organisation, user, contact = house.organisation_id, house.one(User).id, house.one(Contact).id
    now = clock.now()
    base = {"organisation_id": organisation, "created_at": now}
    rows: list[tuple[type, Callable[[], dict[str, Any]]]] = [
        (Notification, lambda: base | {"user_id": user, "code": "x", "parameters": {}, "path": "/", "read_at": now}),
        (Task, lambda: base | {"title": "x", "note": "", "contact_id": contact, "state": "open", "completes_on": "",
                               "due_on": date(2026, 1, 1)}),
        (Reminder, lambda: base | {"contact_id": contact, "channel": "notice", "settings": {}, "due_at": now,
                                   "state": "scheduled"}),
        (Effect, lambda: _done(organisation)),
    ]  # fmt: skip
    with transaction() as session:
        for model, row in rows:
            session.execute(insert(table_of(model)), [row() | {"id": new_id()} for _ in range(MANY)])
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    return house


def _done(organisation: str) -> dict[str, Any]:
    row = effect_row(organisation_id=organisation, run_id=None, event_id=None, step="x", item="", position=0, kind="notify",
                     effect_class=EffectClass.TRANSACTIONAL, key=new_id(), settings={}, state=State.DONE)  # fmt: skip
    return {key: value for key, value in row.items() if key != "id"}


def _plans(ask: Callable[[], object], table: str) -> list[str]:
    """How the engine goes about each statement on this table that `ask` sends, with the values that it sends."""
    sent: list[tuple[str, Any]] = []

    def keep(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)
        current_session().rollback()
    words = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    with db.engine.connect() as connection:
        return [
            "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{words} {statement}", parameters))
            for statement, parameters in sent
            if f" {table} " in f"{statement} ".replace("\n", " ")
        ]


def _cancelling(house: House) -> None:
    with transaction() as session:
        reminders.cancel_for_task(session, house.organisation_id, new_id())


def _completing(house: House) -> None:
    with transaction() as session:
        tasks.complete_on(session, house.organisation_id, new_id(), "invoice.paid", "system")


@pytest.mark.parametrize(
    ("table", "index", "ask"),
    [
        ("effect", "ix_effect_attention", lambda house: attention.count(house.organisation_id)),
        ("effect", "ix_effect_attention", lambda house: attention.parked(house.organisation_id)),
        (
            "notification",
            "ix_notification_unread",
            lambda house: notices.unread_count(house.organisation_id, house.one(User).id),
        ),
        ("reminder", "ix_reminder_task", _cancelling),
        ("task", "ix_task_invoice", _completing),
    ],
)
def test_what_is_asked_often_goes_by_an_index(
    full: House, table: str, index: str, ask: Callable[[House], object]
) -> None:
    plans = _plans(lambda: ask(full), table)
    assert len(plans) == 1
    assert index in plans[0], plans[0]
    assert "SCAN " + table not in plans[0]
    assert "Seq Scan" not in plans[0]
