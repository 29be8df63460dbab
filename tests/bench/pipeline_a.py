"""Pipeline A, the obvious way: one RQ job per step, each enqueues the next; RQ's forking Worker, ORM, xhtml2pdf as shipped, smtplib.

`python -m tests.bench.pipeline_a` is one worker, with everything imported before it forks. Settings by environment:
A_REDIS, A_DATABASE, A_SMTP_PORT. It keeps none of Licorne's promises, and takes its orders straight from the queue: no
HTTP is counted against it.
"""

import json
import os
import smtplib
from datetime import date, timedelta
from email.message import EmailMessage
from functools import cache
from typing import Any

from jsonschema import validate
from redis import Redis
from rq import Queue, Worker
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.adapters.pdf.as_shipped import render_as_shipped
from tests.bench.invoices import document

QUEUE = "pipeline-a"
_ANSWERS = {
    "type": "object",
    "required": ["name", "email", "service", "consent"],
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 200},
        "email": {"type": "string", "pattern": "^[^@]+@[^@]+$"},
        "service": {"enum": ["website", "branding", "photography"]},
        "pages": {"type": "integer", "minimum": 1, "maximum": 200},
        "rush": {"type": "boolean"},
        "consent": {"const": True},
    },
}


class Base(DeclarativeBase):
    """Base of its tables."""


class Contact(Base):
    """Who asked."""

    __tablename__ = "contact"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)


class Invoice(Base):
    """What they owe."""

    __tablename__ = "invoice"
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    number: Mapped[str]
    document: Mapped[str]
    total: Mapped[str]
    pdf: Mapped[bytes | None]


class Task(Base):
    """What is to be done."""

    __tablename__ = "task"
    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    title: Mapped[str]


class Reminder(Base):
    """When to look again."""

    __tablename__ = "reminder"
    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    on: Mapped[date]


@cache
def session_factory() -> Any:
    """Its database, with the tables."""
    engine = create_engine(os.environ["A_DATABASE"], connect_args={"timeout": 60})
    Base.metadata.create_all(engine)
    return lambda: Session(engine)


@cache
def queue() -> Queue:
    """Its queue."""
    return Queue(QUEUE, connection=Redis.from_url(os.environ["A_REDIS"]))


def store_contact(answers: dict[str, Any]) -> None:
    """Job 1: validate, and find or make the contact."""
    validate(answers, _ANSWERS)
    with session_factory()() as session:
        contact = session.scalars(select(Contact).where(Contact.email == answers["email"])).first()
        if contact is None:
            contact = Contact(name=answers["name"], email=answers["email"])
            session.add(contact)
        session.commit()
        queue().enqueue(create_invoice, contact.id)


def create_invoice(contact_id: int) -> None:
    """Job 2: number and amounts."""
    with session_factory()() as session:
        invoice = Invoice(contact_id=contact_id, number="", document="", total="")
        session.add(invoice)
        session.flush()
        made = document(invoice.id)
        invoice.number, invoice.total, invoice.document = made["number"], made["totals"]["due"], json.dumps(made)
        session.commit()
        queue().enqueue(render_pdf, invoice.id)


def render_pdf(invoice_id: int) -> None:
    """Job 3: the PDF."""
    with session_factory()() as session:
        invoice = session.get_one(Invoice, invoice_id)
        invoice.pdf = render_as_shipped(json.loads(invoice.document))
        session.commit()
    queue().enqueue(send_mail, invoice_id)


def send_mail(invoice_id: int) -> None:
    """Job 4: the mail, over a connection of its own."""
    with session_factory()() as session:
        invoice = session.get_one(Invoice, invoice_id)
        contact = session.get_one(Contact, invoice.contact_id)
        mail = _mail(invoice, contact)
    with smtplib.SMTP("127.0.0.1", int(os.environ["A_SMTP_PORT"]), timeout=30) as server:
        server.send_message(mail)
    queue().enqueue(create_task, invoice_id)


def _mail(invoice: Invoice, contact: Contact) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "bonjour@atelier-licorne.example", contact.email
    mail["Subject"] = f"Facture {invoice.number}"
    text = f"Bonjour {contact.name},\n\nvoici la facture {invoice.number} de {invoice.total} €.\n"
    mail.set_content(text)
    mail.add_alternative(f"<p>{text}</p>", subtype="html")
    mail.add_attachment(invoice.pdf or b"", maintype="application", subtype="pdf", filename=f"{invoice.number}.pdf")
    return mail


def create_task(invoice_id: int) -> None:
    """Job 5: a task for a person."""
    with session_factory()() as session:
        session.add(Task(invoice_id=invoice_id, title="Call the client"))
        session.commit()
    queue().enqueue(set_reminder, invoice_id)


def set_reminder(invoice_id: int) -> None:
    """Job 6: the end of the chain."""
    with session_factory()() as session:
        session.add(Reminder(invoice_id=invoice_id, on=date(2026, 11, 24) + timedelta(days=30)))
        session.commit()


if __name__ == "__main__":
    session_factory()
    Worker([QUEUE], connection=queue().connection).work(logging_level="WARNING")
