"""I9: an accepted submission is whole. I11: the audit trail is unbroken and tells of each change once. I12: reminders became effects."""

from collections.abc import Iterator

from sqlalchemy import func, select

from licorne.models.audit import AuditEntry, AuditSeal
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.event import Event
from licorne.models.form import Submission
from licorne.models.invoice import Invoice
from licorne.models.work import Reminder, Task
from licorne.services import audit
from licorne.services.finding import Finding, check
from licorne.services.tasks import PAID

#: The events by which a submission comes to be.
ARRIVALS = ("submission.received", "submission.imported")


@check
def submissions_are_whole(organisation_id: str) -> Iterator[Finding]:
    """I9: each submission has exactly one event of its arrival, by the form or by an import."""
    counts = (
        select(Event.subject_id, func.count().label("times"))
        .where(Event.organisation_id == organisation_id, Event.kind.in_(ARRIVALS))
        .group_by(Event.subject_id)
        .subquery()
    )
    rows = current_session().execute(
        select(Submission.id, counts.c.times)
        .outerjoin(counts, counts.c.subject_id == Submission.id)
        .where(Submission.organisation_id == organisation_id)
        .execution_options(every_organisation="the counts are the organisation's")
    )
    for submission_id, times in rows:
        if times != 1:
            yield Finding("I9", submission_id, f"{times or 0} events of its arrival")


@check
def audit_is_unbroken(organisation_id: str) -> Iterator[Finding]:
    """I11: the chain holds, and covers every entry."""
    for sequence in audit.broken_links(organisation_id):
        yield Finding("I11", f"seal {sequence}", "the audit trail was changed here")
    open_entries = current_session().scalar(
        select(func.count())
        .select_from(AuditEntry)
        .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .where(AuditEntry.organisation_id == organisation_id, AuditSeal.entry_id.is_(None))
        .execution_options(every_organisation="the seal of an entry has its organisation")
    )
    if (open_entries or 0) > audit.BATCH:
        yield Finding("I11", "audit trail", f"{open_entries} entries are not sealed")


@check
def changes_are_told_once(organisation_id: str) -> Iterator[Finding]:
    """I11: each invoice was issued once and paid at most once, each task created once, by the trail's own words."""
    told = _entries(organisation_id)
    session = current_session()
    for invoice_id, number, state in session.execute(
        select(Invoice.id, Invoice.number, Invoice.state).where(Invoice.organisation_id == organisation_id)
    ):
        if told.get(("invoice.issued", invoice_id), 0) != 1:
            yield Finding("I11", number, "its issue is not told once")
        if told.get(("invoice.paid", invoice_id), 0) != int(state == "paid"):
            yield Finding("I11", number, "its payment is not told once")
    for (task_id,) in session.execute(select(Task.id).where(Task.organisation_id == organisation_id)):
        if told.get(("task.created", task_id), 0) != 1:
            yield Finding("I11", task_id, "the task's making is not told once")


def _entries(organisation_id: str) -> dict[tuple[str, str], int]:
    rows = current_session().execute(
        select(AuditEntry.action, AuditEntry.subject_id, func.count())
        .where(AuditEntry.organisation_id == organisation_id)
        .group_by(AuditEntry.action, AuditEntry.subject_id)
    )
    return {(action, subject): times for action, subject, times in rows}


@check
def what_is_paid_is_settled(organisation_id: str) -> Iterator[Finding]:
    """I12: nobody is asked or reminded to collect what is paid; a task that a person opened again is theirs."""
    session = current_session()
    reopened = select(AuditEntry.subject_id).where(
        AuditEntry.organisation_id == organisation_id, AuditEntry.action == "task.reopened"
    )
    paid = (Invoice.organisation_id == organisation_id, Invoice.state == "paid")
    tasks_left = session.execute(
        select(Task.id)
        .join(Invoice, Invoice.id == Task.invoice_id)
        .where(*paid, Task.organisation_id == organisation_id, Task.completes_on == PAID, Task.state == "open")
        .where(Task.id.not_in(reopened))
    )
    for (task_id,) in tasks_left:
        yield Finding("I12", task_id, "the task waits for an invoice that is paid")
    reminders_left = session.execute(
        select(Reminder.id)
        .join(Invoice, Invoice.id == Reminder.invoice_id)
        .where(*paid, Reminder.organisation_id == organisation_id, Reminder.state == "scheduled")
    )
    for (reminder_id,) in reminders_left:
        yield Finding("I12", reminder_id, "it is to remind of an invoice that is paid")


@check
def reminders_became_effects(organisation_id: str) -> Iterator[Finding]:
    """I12: what Redis or the clock did changes nothing: a reminder that is done has its effect, once; one that is not has none."""
    keys = set(
        current_session().scalars(
            select(Effect.key).where(Effect.organisation_id == organisation_id, Effect.key.like("reminder:%"))
        )
    )
    rows = current_session().execute(
        select(Reminder.id, Reminder.state).where(Reminder.organisation_id == organisation_id)
    )
    for reminder_id, state in rows:
        if (state == "done") != (f"reminder:{reminder_id}" in keys):
            yield Finding("I12", reminder_id, f"the reminder is {state}, its effect says otherwise")
