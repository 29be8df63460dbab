"""What happened around one invoice, and what will: issue, mails, payment, tasks, reminders to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from licorne.models.audit import AuditEntry
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.invoice import Invoice
from licorne.models.work import Message, Reminder, Task
from licorne.web.contact_timeline import why_url
from licorne.web.days import Day, Entry, by_day
from licorne.web.formats import day
from licorne.web.states import mail_mark, task_mark
from licorne.web.translate import _


@dataclass(frozen=True, slots=True)
class Subject:
    """The invoice in question, and the run that made it."""

    organisation: str
    invoice: Invoice
    run_id: str | None


def timeline(organisation: str, invoice: Invoice, run_id: str | None) -> list[Day]:
    """Newest first, reminders to come at the top."""
    subject = Subject(organisation, invoice, run_id)
    sources = (_issue, _mails, _tasks, _reminders, _payment)
    return by_day(entry for source in sources for entry in source(subject))


def _issue(subject: Subject) -> Iterator[Entry]:
    more = _("Number, document and hash were written together.")
    yield Entry(
        subject.invoice.issued_at, "receipt", _("Issued"), "invoice", more=more, why_url=why_url(subject.run_id)
    )


def _mails(subject: Subject) -> Iterator[Entry]:
    """Mails of the same run that went to this invoice's client."""
    if subject.run_id is None:
        return
    rows = current_session().scalars(
        select(Message)
        .join(Effect, (Effect.organisation_id == Message.organisation_id) & (Effect.id == Message.effect_id))
        .where(Message.organisation_id == subject.organisation, Effect.run_id == subject.run_id)
    )
    for mail in rows:
        more = _("To %(address)s.", address=mail.recipient)
        title = _("Mail “%(subject)s”", subject=mail.subject)
        yield Entry(mail.sent_at, "mail", title, "email", more=more, mark=mail_mark(mail.doubtful))


def _tasks(subject: Subject) -> Iterator[Entry]:
    rows = current_session().scalars(
        select(Task).where(Task.organisation_id == subject.organisation, Task.invoice_id == subject.invoice.id)
    )
    for task in rows:
        more = _("Due on %(day)s.", day=day(task.due_on)) if task.due_on else ""
        title = _("Task “%(title)s”", title=task.title)
        yield Entry(task.created_at, "checks", title, "task", more=more, mark=task_mark(task.state))


def _reminders(subject: Subject) -> Iterator[Entry]:
    rows = current_session().scalars(
        select(Reminder).where(
            Reminder.organisation_id == subject.organisation,
            Reminder.invoice_id == subject.invoice.id,
            or_(Reminder.state == "scheduled", Reminder.state == "done"),
        )
    )
    for reminder in rows:
        coming = reminder.state == "scheduled"
        yield Entry(reminder.due_at, "clock" if coming else "bell", _("Next: reminder") if coming else _("Reminder"))


def _payment(subject: Subject) -> Iterator[Entry]:
    if subject.invoice.state != "paid":
        return
    yield Entry(_paid_at(subject), "bank", _("Marked as paid"), "ok")


def _paid_at(subject: Subject) -> datetime:
    """When it was marked, from the audit trail; the row itself keeps only the day."""
    found = current_session().scalar(
        select(AuditEntry.at)
        .where(AuditEntry.organisation_id == subject.organisation, AuditEntry.subject_id == subject.invoice.id)
        .where(AuditEntry.action == "invoice.paid")
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return found or subject.invoice.issued_at
