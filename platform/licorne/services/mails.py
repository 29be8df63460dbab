"""Writing a mail: whom it goes to, what it says, what is attached. Sending is the adapter's, words are data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date
from babel.numbers import format_currency
from sqlalchemy import func, insert, select, update

from licorne.adapters import clock
from licorne.adapters.ids import is_id, new_id
from licorne.adapters.mail import Address, MailAttachment, OutgoingMail, Receipt
from licorne.adapters.mail_compose import ComposedMail, Own, compose
from licorne.errors import Permanent
from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.effect import Effect, EffectAttempt
from licorne.models.guard import GuardedSession
from licorne.models.invoice import Invoice
from licorne.models.organisation import User
from licorne.models.work import Message
from licorne.services import customer_links, email_codes, files, invoices, live, members, saved_answers
from licorne.services.action import Work
from licorne.services.live import LiveOrganisation
from licorne.services.parts import parts


@dataclass(frozen=True)
class Draft:
    """A mail ready to be sent, and what is kept of it."""

    mail: OutgoingMail
    template: str
    contact_id: str | None
    attachments: tuple[tuple[str, str], ...]
    kept: ComposedMail


#: Says nothing without an invoice.
_OF_INVOICE = "invoice-sent"
#: What grants something by its link or code: that is in the mail and nowhere else.
SECRET_LINKS = frozenset({"invitation", "saved-answers", "email-code"})
#: Goes to an address that anybody may have typed: no contact is named in it, or hears of it.
_TO_STRANGERS = frozenset({"saved-answers", "email-code"})


@dataclass(frozen=True)
class _Recipient:
    address: Address
    language: str
    contact_id: str | None


def draft(work: Work) -> Draft:
    """The mail of an effect. The same effect gives the same mail with the same Message-ID each time.

    Raises:
        Permanent: no recipient, or the invoice to attach is not there.
    """
    settings = work.settings
    organisation = live.organisation(work.organisation_id)
    recipient = _recipient(work, organisation)
    invoice = _invoice(work)
    facts = _facts(settings, organisation, recipient, invoice)
    template = str(settings.get("template") or "notice")
    own = _own(settings)
    opening = _with_keys(work, own)
    composed = compose(template, recipient.language, facts, own=opening)
    attached = _attachments(invoice)
    sender = _sender(organisation)
    return Draft(
        OutgoingMail(
            sender=sender,
            recipient=recipient.address,
            reply_to=sender,
            subject=composed.subject,
            html=composed.html,
            text=composed.text,
            message_id=f"<{work.id}@{sender.email.partition('@')[2]}>",
            date=_begun(work),
            attachments=tuple(attachment for _, attachment in attached),
        ),
        template,
        recipient.contact_id,
        tuple((file_id, attachment.name) for file_id, attachment in attached),
        compose(template, recipient.language, facts, own=own)
        if opening != own
        else _kept(template, recipient.language, facts, composed),
    )


def _with_keys(work: Work, own: Own) -> Own:
    """The rule's words, in which the customer's own link opens what was sent."""
    return Own(
        customer_links.in_mail(work, own.subject),
        tuple(customer_links.in_mail(work, text) for text in own.paragraphs),
    )


def _kept(template: str, language: str, facts: dict[str, str], composed: ComposedMail) -> ComposedMail:
    """What is kept and shown of a mail: colleagues may read it, so a link or a code that grants something is left out."""
    if template not in SECRET_LINKS:
        return composed
    return compose(template, language, {name: value for name, value in facts.items() if name not in ("link", "code")})


def _begun(work: Work) -> datetime:
    """When the mail was tried for the first time: a second try must be the same message, byte by byte."""
    first = current_session().scalar(
        select(func.min(EffectAttempt.at)).where(
            EffectAttempt.organisation_id == work.organisation_id, EffectAttempt.effect_id == work.id
        )
    )
    return first or work.now


def _sender(organisation: LiveOrganisation) -> Address:
    host = urlsplit(parts().settings.base_url).hostname or "localhost"
    email = str(organisation.legal.get("email") or f"no-reply@{host}")
    return Address(email, organisation.name)


def _recipient(work: Work, organisation: LiveOrganisation) -> _Recipient:
    """A person of ours (`to_user`), else the address in `to`; the contact's name and language go with its own address."""
    settings = work.settings
    if settings.get("to_user"):
        person = members.present(work.organisation_id, str(settings["to_user"]))
        user = current_session().scalars(select(User).where(User.id == person)).first()
        if user is None:
            raise Permanent("no_recipient", "user")
        return _Recipient(Address(user.email, user.name), user.language, None)
    email = str(settings.get("to") or "").strip()
    if not email:
        raise Permanent("no_recipient", work.step)
    contact = None if settings.get("template") in _TO_STRANGERS else _contact(work, email)
    language = str(settings.get("language") or (contact.language if contact else organisation.language))
    return _Recipient(Address(email, contact.name if contact else ""), language, contact.id if contact else None)


def _contact(work: Work, email: str) -> Contact | None:
    statement = select(Contact).where(Contact.organisation_id == work.organisation_id)
    if work.settings.get("contact"):
        statement = statement.where(Contact.id == str(work.settings["contact"]))
    else:
        statement = statement.where(Contact.email == email).order_by(Contact.id).limit(1)
    return current_session().scalars(statement).first()


def _invoice(work: Work) -> Invoice | None:
    if "attach_invoice" not in work.settings and work.settings.get("template") != _OF_INVOICE:
        return None
    wanted = str(work.settings.get("attach_invoice") or "")
    if not is_id(wanted):
        raise Permanent("no_invoice_to_attach", work.step)
    return invoices.get(work.organisation_id, wanted)


def _attachments(invoice: Invoice | None) -> list[tuple[str, MailAttachment]]:
    if invoice is None:
        return []
    file = files.invoice_pdf(invoice.organisation_id, invoice.id)
    return [(file.id, MailAttachment(file.name, file.content))]


def _own(settings: Mapping[str, Any]) -> Own:
    """The rule's own words; their merge tags are filled in by now."""
    text = str(settings.get("text") or "")
    return Own(str(settings.get("subject") or ""), (text,) if text else ())


def _facts(
    settings: Mapping[str, Any], organisation: LiveOrganisation, recipient: _Recipient, invoice: Invoice | None
) -> dict[str, str]:
    """What the texts may name, in the recipient's language. `path` becomes a link, dates are written out."""
    given = {name: str(value) for name, value in dict(settings.get("facts") or {}).items()}
    facts = {
        "contact": recipient.address.name,
        "seller": organisation.name,
        "title": str(settings.get("subject") or ""),
    }
    path = given.pop("path", "")
    if path:
        given["link"] = parts().settings.base_url.rstrip("/") + path
    saved = given.pop("saved", "")
    if saved:  # its secret is nowhere but in the mail
        given["link"] = saved_answers.link_in_mail(organisation.id, saved, recipient.language)
    check = given.pop("check", "")
    if check:
        given["code"] = email_codes.code_in_mail(check, recipient.address.email)
    if "due" in given:
        given["due"] = _day(date.fromisoformat(given["due"]), locale_of(recipient.language))
    return facts | given | (_invoice_facts(invoice, locale_of(recipient.language)) if invoice else {})


def locale_of(language: str) -> str:
    """A language tag as Babel names it; plain English is the European one (24 December 2026)."""
    return "en_GB" if language == "en" else language.replace("-", "_")


def _invoice_facts(invoice: Invoice, locale: str) -> dict[str, str]:
    model = invoices.load_model(invoice)
    payment = model["payment"]
    return {
        "number": invoice.number,
        "amount": format_currency(Decimal(model["totals"]["due"]), invoice.currency, locale=locale),
        "due": _day(invoice.due_on, locale),
        "iban": _grouped(payment["iban"]) if payment else "",
        "bic": payment["bic"] if payment else "",
    }


def _day(day: date, locale: str) -> str:
    return format_date(day, "long", locale=locale)


def _grouped(iban: str) -> str:
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def keep(session: GuardedSession, work: Work, sent: Draft, receipt: Receipt) -> str:
    """Writes down a mail that was sent; its id."""
    mail = sent.mail
    row = {
        "id": new_id(),
        "organisation_id": work.organisation_id,
        "contact_id": sent.contact_id,
        "effect_id": work.id,
        "template": sent.template,
        "sender": mail.sender.email,
        "recipient": mail.recipient.email,
        "subject": mail.subject,
        "html": sent.kept.html,
        "text": sent.kept.text,
        "message_id": mail.message_id,
        "attachments": [{"file": file, "name": name} for file, name in sent.attachments],
        "answer": receipt.answer,
        "doubtful": work.doubtful,
        "sent_at": clock.now(),
    }
    session.execute(insert(Message), [row])
    return str(row["id"])


def forget_link(session: GuardedSession, work: Work) -> None:
    """Takes the link out of the settings of an effect whose mail is out: from now on only its reader has it."""
    facts = {name: value for name, value in dict(work.settings.get("facts") or {}).items() if name != "path"}  # type: ignore[arg-type]  # an object by the action's own making
    session.execute(
        update(Effect)
        .where(Effect.organisation_id == work.organisation_id, Effect.id == work.id)
        .values(settings={**work.settings, "facts": facts}),
        execution_options={"synchronize_session": False},
    )
