"""Everything that happened with a contact: submissions, invoices, mails, tasks, reminders."""

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.form import Form, Submission
from licorne.models.invoice import Invoice
from licorne.models.work import Message, Reminder, Task
from licorne.services.contact_merge import family
from licorne.web.days import Day, Entry, by_day
from licorne.web.formats import day, money
from licorne.web.states import mail_mark, task_mark
from licorne.web.translate import _

#: Of each kind; older things are behind their own lists.
MOST = 30


def timeline(organisation: str, contact_id: str) -> list[Day]:
    """Newest first, gathered by day."""
    sources = (_submissions, _invoices, _mails, _tasks, _reminders)
    return by_day(entry for source in sources for entry in source(organisation, contact_id))


def _submissions(organisation: str, contact_id: str) -> Iterator[Entry]:
    rows = current_session().execute(
        select(Submission, Form.name)
        .join(Form, (Form.organisation_id == Submission.organisation_id) & (Form.id == Submission.form_id))
        .where(Submission.organisation_id == organisation, Submission.contact_id == contact_id)
        .order_by(Submission.id.desc())
        .limit(MOST)
    )
    for submission, form_name in rows:
        title = _("Answered the form “%(form)s”", form=form_name)
        url = url_for("submissions.show", submission_id=submission.id)
        yield Entry(submission.received_at, "answers", title, "trigger", url)


def _invoices(organisation: str, contact_id: str) -> Iterator[Entry]:
    rows = current_session().execute(
        select(Invoice, Effect.run_id)
        .outerjoin(Effect, (Effect.organisation_id == Invoice.organisation_id) & (Effect.id == Invoice.effect_id))
        .where(Invoice.organisation_id == organisation, Invoice.contact_id.in_(family(organisation, contact_id)))
        .order_by(Invoice.id.desc())
        .limit(MOST)
    )
    for invoice, run_id in rows:
        title = _(
            "Invoice %(number)s over %(total)s", number=invoice.number, total=money(invoice.total, invoice.currency)
        )
        url = url_for("invoices.show", invoice_id=invoice.id)
        more = _("Due on %(day)s.", day=day(invoice.due_on))
        yield Entry(invoice.issued_at, "receipt", title, "invoice", url, more, why_url=why_url(run_id))


def _mails(organisation: str, contact_id: str) -> Iterator[Entry]:
    rows = current_session().execute(
        select(Message, Effect.run_id)
        .join(Effect, (Effect.organisation_id == Message.organisation_id) & (Effect.id == Message.effect_id))
        .where(Message.organisation_id == organisation, Message.contact_id == contact_id)
        .order_by(Message.id.desc())
        .limit(MOST)
    )
    for mail, run_id in rows:
        title, url = _("Mail “%(subject)s”", subject=mail.subject), url_for("mails.show", mail_id=mail.id)
        more = _("To %(address)s.", address=mail.recipient)
        yield Entry(mail.sent_at, "mail", title, "email", url, more, mail_mark(mail.doubtful), why_url(run_id))


def _tasks(organisation: str, contact_id: str) -> Iterator[Entry]:
    rows = current_session().execute(
        select(Task, Effect.run_id)
        .outerjoin(Effect, (Effect.organisation_id == Task.organisation_id) & (Effect.id == Task.effect_id))
        .where(Task.organisation_id == organisation, Task.contact_id == contact_id)
        .order_by(Task.id.desc())
        .limit(MOST)
    )
    for task, run_id in rows:
        title, url = _("Task “%(title)s”", title=task.title), url_for("tasks.index")
        more = _("Due on %(day)s.", day=day(task.due_on)) if task.due_on else ""
        yield Entry(task.created_at, "checks", title, "task", url, more, task_mark(task.state), why_url(run_id))


def _reminders(organisation: str, contact_id: str) -> Iterator[Entry]:
    rows = current_session().execute(
        select(Reminder, Effect.run_id)
        .outerjoin(Effect, (Effect.organisation_id == Reminder.organisation_id) & (Effect.id == Reminder.effect_id))
        .where(Reminder.organisation_id == organisation, Reminder.contact_id == contact_id, Reminder.state == "done")
        .order_by(Reminder.id.desc())
        .limit(MOST)
    )
    for reminder, run_id in rows:
        url = url_for("tasks.index")
        yield Entry(reminder.due_at, "bell", _("Reminder"), "warn", url, why_url=why_url(run_id))


def why_url(run_id: str | None) -> str:
    """The page that answers “why did this happen?”, empty for what a person did by hand."""
    return url_for("runs.show", run_id=run_id) if run_id else ""
