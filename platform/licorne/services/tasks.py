"""Tasks: work for people. They are completed by hand, or by what they wait for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import NotFound, refuse
from licorne.models.database import transaction
from licorne.models.guard import GuardedSession
from licorne.models.invoice import Invoice
from licorne.models.work import Task
from licorne.services import audit, members, notices, reminders

#: The event that completes the task of an invoice.
PAID = "invoice.paid"


@dataclass(frozen=True)
class NewTask:
    """A task to write. `completes_on` names the event that completes it (`invoice.paid`), empty for none."""

    title: str
    note: str = ""
    contact_id: str | None = None
    invoice_id: str | None = None
    assignee_id: str | None = None
    due_on: date | None = None
    completes_on: str = ""
    effect_id: str | None = None


def create(session: GuardedSession, organisation_id: str, new: NewTask, actor: str) -> Task:
    """Writes a task within the caller's transaction; it is done already where what completes it has happened."""
    done = new.completes_on == PAID and is_paid(session, organisation_id, new.invoice_id)
    task = Task(
        id=new_id(),
        organisation_id=organisation_id,
        title=new.title,
        note=new.note,
        contact_id=new.contact_id,
        invoice_id=new.invoice_id,
        assignee_id=new.assignee_id,
        due_on=new.due_on,
        state="done" if done else "open",
        completes_on=new.completes_on,
        effect_id=new.effect_id,
        created_at=clock.now(),
        closed_at=clock.now() if done else None,
    )
    session.add(task)
    session.flush()
    audit.record(session, organisation_id, actor, "task.created", task.id)
    return task


def is_done(session: GuardedSession, organisation_id: str, task_id: str | None) -> bool:
    """Whether a task is completed. It is locked until the transaction ends, so that nobody completes it meanwhile."""
    if task_id is None:
        return False
    statement = select(Task.state).where(Task.organisation_id == organisation_id, Task.id == task_id)
    return session.scalar(statement.with_for_update(read=True)) == "done"


def is_paid(session: GuardedSession, organisation_id: str, invoice_id: str | None) -> bool:
    """Whether an invoice is paid. It is locked until the transaction ends, so that nobody marks it meanwhile."""
    if invoice_id is None:
        return False
    statement = select(Invoice.state).where(Invoice.organisation_id == organisation_id, Invoice.id == invoice_id)
    return session.scalar(statement.with_for_update(read=True)) == "paid"


def complete(organisation_id: str, task_id: str, actor: str) -> None:
    """Completes an open task and cancels its reminders. Doing so twice changes nothing. Raises NotFound."""
    with transaction() as session:
        task = session.scalars(
            select(Task).where(Task.organisation_id == organisation_id, Task.id == task_id).with_for_update()
        ).first()
        if task is None:
            raise NotFound(task_id)
        if task.state == "open":
            _close(session, task, actor)


def reopen(organisation_id: str, task_id: str, actor: str) -> None:
    """Opens a completed task again (the undo of `complete`); reminders stay cancelled. Raises NotFound."""
    with transaction() as session:
        task = session.scalars(
            select(Task).where(Task.organisation_id == organisation_id, Task.id == task_id).with_for_update()
        ).first()
        if task is None:
            raise NotFound(task_id)
        if task.state == "done":
            task.state, task.closed_at = "open", None
            audit.record(session, organisation_id, actor, "task.reopened", task.id)


def assign(organisation_id: str, task_id: str, to: str | None, by: str) -> None:
    """Gives an open task to a member (None: to nobody) and tells that member. What is so already changes nothing.

    Raises:
        NotFound: there is no such task. Refused: that person is no member.
    """
    with transaction() as session:
        task = session.scalars(
            select(Task).where(Task.organisation_id == organisation_id, Task.id == task_id).with_for_update()
        ).first()
        if task is None:
            raise NotFound(task_id)
        if to is not None and to not in {user.id for _, user in members.members(organisation_id)}:
            raise refuse("not_a_member", "/to")
        if task.state != "open" or task.assignee_id == to:
            return
        task.assignee_id = to
        if to is not None and to != by:
            notices.create(
                session, organisation_id, notices.NewNotice(to, "task_assigned", {"title": task.title}, "/inbox")
            )
        audit.record(session, organisation_id, f"user:{by}", "task.assigned", task.id, {"to": to})


def complete_on(session: GuardedSession, organisation_id: str, invoice_id: str, event_kind: str, actor: str) -> int:
    """Completes the tasks of an invoice that wait for this event; their number."""
    waiting = session.scalars(
        select(Task).where(
            Task.organisation_id == organisation_id,
            Task.invoice_id == invoice_id,
            Task.completes_on == event_kind,
            Task.state == "open",
        )
    ).all()
    for task in waiting:
        _close(session, task, actor)
    return len(waiting)


def _close(session: GuardedSession, task: Task, actor: str) -> None:
    task.state, task.closed_at = "done", clock.now()
    reminders.cancel_for_task(session, task.organisation_id, task.id)
    audit.record(session, task.organisation_id, actor, "task.completed", task.id)
