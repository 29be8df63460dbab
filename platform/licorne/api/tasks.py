"""Tasks with the reminders that stand until they are done."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import and_, or_, select

from licorne.api.collection import Collection, Item, filter_by
from licorne.api.route import Answer, Call, Route
from licorne.api.schemas import DATE, ID, INSTANT, TEXT, Schema, list_of, one_of, or_null, record
from licorne.models.database import current_session
from licorne.models.work import Reminder, Task
from licorne.services import tasks
from rules.expression.json_types import Json

STATES: Final = ("open", "done", "cancelled")
REMINDER: Final = record(
    {
        "id": ID,
        "channel": one_of("notice", "mail"),
        "due_at": INSTANT,
        "state": one_of("scheduled", "done", "cancelled"),
    }
)
TASK: Final = record(
    {
        "id": ID,
        "title": TEXT,
        "note": TEXT,
        "state": one_of(*STATES),
        "contact_id": or_null(ID),
        "invoice_id": or_null(ID),
        "assignee_id": or_null(ID),
        "due_on": or_null(DATE),
        "completes_on": TEXT,
        "created_at": INSTANT,
        "closed_at": or_null(INSTANT),
        "reminders": list_of(REMINDER),
    }
)


def present(organisation_id: str, rows: Sequence[Task]) -> list[Item]:
    """Items of tasks."""
    reminders = _reminders(organisation_id, rows)
    return [_item(task, [_reminder(each) for each in reminders if _belongs(each, task)]) for task in rows]


def _reminders(organisation_id: str, rows: Sequence[Task]) -> Sequence[Reminder]:
    invoices = {task.invoice_id for task in rows if task.invoice_id}
    return (
        current_session()
        .scalars(
            select(Reminder)
            .where(
                Reminder.organisation_id == organisation_id,
                or_(
                    Reminder.task_id.in_([task.id for task in rows]),
                    and_(Reminder.task_id.is_(None), Reminder.invoice_id.in_(invoices)),
                ),
            )
            .order_by(Reminder.due_at, Reminder.id)
            .execution_options(populate_existing=True)
        )
        .all()
    )


def _belongs(reminder: Reminder, task: Task) -> bool:
    """A rule may hang its reminder on the task, or on the invoice that both are about."""
    if reminder.task_id:
        return reminder.task_id == task.id
    return reminder.invoice_id == task.invoice_id


def _reminder(reminder: Reminder) -> Json:
    return {
        "id": reminder.id,
        "channel": reminder.channel,
        "due_at": reminder.due_at.isoformat(),
        "state": reminder.state,
    }


def _item(task: Task, reminders: list[Json]) -> Item:
    return {
        "id": task.id,
        "title": task.title,
        "note": task.note,
        "state": task.state,
        "contact_id": task.contact_id,
        "invoice_id": task.invoice_id,
        "assignee_id": task.assignee_id,
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "completes_on": task.completes_on,
        "created_at": task.created_at.isoformat(),
        "closed_at": task.closed_at.isoformat() if task.closed_at else None,
        "reminders": reminders,
    }


TASKS: Final = Collection(
    "tasks",
    "Task",
    Task,
    present,
    (
        filter_by("state", Task.state, one_of(*STATES)),
        filter_by("contact", Task.contact_id),
        filter_by("invoice", Task.invoice_id),
    ),
)


def complete(call: Call) -> Answer:
    """Completes an open task; doing so twice changes nothing."""
    tasks.complete(call.organisation_id, call.id, call.actor)
    return Answer(TASKS.one(call))


ROUTES: Final = (
    *TASKS.routes,
    Route("POST", "/tasks/<id>/complete", "complete_task", "Complete a task", complete, {200: "Task"}),
)
SCHEMAS: Final[dict[str, Schema]] = {"Task": TASK}
