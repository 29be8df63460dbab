"""A real SMTP server (aiosmtpd) that keeps what it took and answers as told."""

import asyncio
import email
import email.policy
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_OK = "250 taken"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one transaction meets. `keep` says whether the server takes the mail, whatever it then answers.

    `reply` is said after DATA, or after MAIL FROM with `early`; None closes the connection without a word.
    """

    reply: str | None = _OK
    keep: bool = True
    early: bool = False
    delay: float = 0.0


TAKE = Answer()
BUSY = Answer("421 try again later", keep=False, early=True)
MAILBOX_BUSY = Answer("450 mailbox busy", keep=False)
NO_SUCH_MAILBOX = Answer("550 no such mailbox", keep=False)
TAKE_THEN_DROP = Answer(None)  # RFC 1047: taken, and the sender never learns
DROP_AFTER_DATA = Answer(None, keep=False)


@dataclass(frozen=True, slots=True)
class Received:
    """One mail that the server took, `at` by the monotonic clock."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    at: float

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @property
    def message_id(self) -> str:
        """The Message-ID header."""
        return str(self.message["Message-ID"]).strip()

    @property
    def attachments(self) -> dict[str, bytes]:
        """File name → bytes."""
        return {part.get_filename() or "": part.get_content() for part in self.message.iter_attachments()}


@dataclass
class _Handler:
    received: list[Received] = field(default_factory=list)
    script: deque[Answer] = field(default_factory=deque)
    always: Answer = TAKE
    arrived: threading.Condition = field(default_factory=threading.Condition)
    transactions: int = 0

    def current(self, session: Session) -> Answer:
        """The answer of this transaction, drawn once from the script."""
        return getattr(session, "licorne_answer", TAKE)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        with self.arrived:
            self.transactions += 1
            answer = self.script.popleft() if self.script else self.always
        session.licorne_answer = answer  # type: ignore[attr-defined]  # aiosmtpd lets handlers keep state here
        if answer.early and answer.reply:
            return answer.reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.current(session)
        if answer.delay:
            await asyncio.sleep(answer.delay)
        if answer.keep:
            self._keep(envelope)
        if answer.reply is None:
            assert server.transport is not None
            server.transport.abort()
            return "421 gone"
        return answer.reply

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        mail = Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, time.monotonic())
        with self.arrived:
            self.received.append(mail)
            self.arrived.notify_all()


class SmtpServer:
    """A server on a loopback port; the mails it took are in `received`, in order."""

    def __init__(self, port: int = 0) -> None:
        self._handler = _Handler()
        self._controller = _EphemeralController(self._handler, hostname="127.0.0.1", port=port, ready_timeout=10)

    def start(self) -> "SmtpServer":
        self._controller.start()
        return self

    def stop(self) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        """The port that it got."""
        return self._controller.bound_port

    @property
    def url(self) -> str:
        """For `LICORNE_SMTP_URL`."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def received(self) -> list[Received]:
        """A copy of what it took so far."""
        with self._handler.arrived:
            return list(self._handler.received)

    @property
    def transactions(self) -> int:
        """How many times a sender began a mail, taken or not."""
        with self._handler.arrived:
            return self._handler.transactions

    def then(self, *answers: Answer) -> None:
        """Answer the next transactions like this, in order; after them `always`."""
        self._handler.script.extend(answers)

    def always(self, answer: Answer) -> None:
        """Answer every transaction that is not scripted like this."""
        self._handler.always = answer

    def wait_for(self, count: int, seconds: float = 30) -> list[Received]:
        """Wait until it took `count` mails; fails by saying how many came."""
        return self._wait(lambda: len(self._handler.received) >= count, f"{count} mails", seconds)

    def _wait(self, enough: Callable[[], bool], wanted: str, seconds: float) -> list[Received]:
        with self._handler.arrived:
            if not self._handler.arrived.wait_for(enough, seconds):
                raise AssertionError(f"waited {seconds} s for {wanted}, {len(self._handler.received)} came")
            return list(self._handler.received)

    def clear(self) -> None:
        """Forget mails and script."""
        with self._handler.arrived:
            self._handler.received.clear()
            self._handler.script.clear()
            self._handler.always = TAKE
            self._handler.transactions = 0


class _EphemeralController(Controller):
    """aiosmtpd's controller looks at the port that it asked for; with 0 that is not the one it got."""

    bound_port: int = 0

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.bound_port = self.server.sockets[0].getsockname()[1]
        self.port = self.bound_port
        super()._trigger_server()
