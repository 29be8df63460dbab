"""What a mail is, and what sending one may end in. `mail_smtp` and `mail_file` send; `mail_compose` writes the texts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from licorne.errors import Doubtful, Permanent, Transient

#: Told before the dot that ends a message, and after its acceptance: where a crash hurts most, so tests crash there.
BEFORE_FINAL_DOT, AFTER_ACCEPT = "smtp.before_final_dot", "smtp.after_accept"
OnPhase = Callable[[str], None]


def no_phase(_phase: str) -> None:
    """The hook that does nothing."""


class MailRefused(Permanent):
    """The server will never take this message (5xx), or its address is none."""

    permanent = True


class MailDeferred(Transient):
    """Not sent (4xx, no connection, login refused): another try cannot make a second message."""

    permanent = False


class MailUnknown(Doubtful):
    """The connection broke between the final dot and the answer (RFC 1047): it may have been sent."""

    permanent = False


@dataclass(frozen=True)
class Address:
    """A mailbox: the name is shown, the address alone decides where the message goes."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class MailAttachment:
    """A file. With a `content_id` it is a picture of the HTML, shown as `cid:…` and not listed."""

    name: str
    data: bytes
    mime: str = "application/pdf"
    content_id: str = ""


@dataclass(frozen=True)
class OutgoingMail:
    """One message to one mailbox. `message_id` (with its angle brackets) and `date` come from the effect: a second try
    of the same effect makes the same bytes, and a reader's program may see that they are the same message.
    """

    sender: Address
    recipient: Address
    subject: str
    html: str
    text: str
    message_id: str
    date: datetime
    reply_to: Address | None = None
    attachments: tuple[MailAttachment, ...] = field(default=())


@dataclass(frozen=True)
class Receipt:
    """The server's own words when it took the message: they name it in the server's log."""

    answer: str


class Mailer(Protocol):
    """Sends messages."""

    def send(self, message: OutgoingMail) -> Receipt:
        """Raises MailRefused, MailDeferred or MailUnknown."""

    def close(self) -> None:
        """Gives the connection back; the next message opens another one."""
