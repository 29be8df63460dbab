"""Sends messages by SMTP on a connection that it keeps.

What the caller must know after a failure is one thing only: can a second try make a second message? So each step has its
own answer: before the final dot nothing was sent; between the dot and the answer nobody knows (RFC 1047).
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from licorne.adapters import clock
from licorne.adapters.mail import (
    AFTER_ACCEPT,
    BEFORE_FINAL_DOT,
    MailDeferred,
    MailRefused,
    MailUnknown,
    OnPhase,
    OutgoingMail,
    Receipt,
    no_phase,
)
from licorne.adapters.mail_mime import mailbox, message_bytes

_DOTS = re.compile(rb"^\.", re.MULTILINE)
#: All of smtplib's errors are OSErrors, as are those of sockets and TLS.
_BROKEN = OSError


@dataclass(frozen=True)
class Server:
    """Where and how to connect."""

    host: str
    port: int
    tls: bool
    starttls: bool
    user: str
    password: str
    helo: str


@dataclass(frozen=True)
class Timeouts:
    """Seconds. `whole` is for one message, its connection included."""

    connect: float = 10.0
    whole: float = 60.0


def server(url: str) -> Server:
    """`smtp://[user:password@]host[:port][?starttls=1][&helo=name]` or `smtps://…`; raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("a mail server is smtp://host:port or smtps://host:port")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    tls = parts.scheme == "smtps"
    return Server(
        host=parts.hostname,
        port=parts.port or (465 if tls else 25),
        tls=tls,
        starttls=options.get("starttls") == "1",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        helo=options.get("helo") or socket.gethostname(),
    )


class Lines:
    """What smtplib reads answers from: each read ends at the deadline of the message, however slowly bytes drip."""

    def __init__(self, session: "Session") -> None:
        self._session, self._waiting = session, b""

    def readline(self, limit: int) -> bytes:
        """A line with its end, or what came before the other side closed."""
        while b"\n" not in self._waiting and len(self._waiting) < limit:
            part = self._session.open_socket().recv(4096)
            if not part:
                break
            self._waiting += part
        end = self._waiting.find(b"\n") + 1 or len(self._waiting)
        line, self._waiting = self._waiting[:end], self._waiting[end:]
        return line

    def close(self) -> None:
        """The socket belongs to the session."""


class Session(smtplib.SMTP):
    """smtplib's commands under one deadline."""

    def __init__(self, to: Server, deadline: float, connect_s: float) -> None:
        self.deadline = deadline
        self._to = to
        super().__init__(local_hostname=to.helo, timeout=connect_s)
        self._host = to.host  # the name that STARTTLS checks the certificate for
        code, answer = self.connect(to.host, to.port)
        if code != 220:
            self.close()
            raise smtplib.SMTPConnectError(code, answer)

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        made = socket.create_connection((host, port), timeout)
        if self._to.tls:
            return ssl.create_default_context().wrap_socket(made, server_hostname=host)
        return made

    def open_socket(self) -> socket.socket:
        """The socket with what is left of the time."""
        left = self.deadline - clock.monotonic()
        if left <= 0:
            raise TimeoutError("the mail server is too slow")
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        self.sock.settimeout(left)
        return self.sock

    def getreply(self) -> tuple[int, bytes]:
        """smtplib's, on our lines."""
        if self.file is None:
            self.file = Lines(self)
        return super().getreply()

    def send(self, s: bytes | str) -> None:  # type: ignore[override]  # smtplib takes any buffer
        """smtplib's, under the deadline."""
        self.open_socket()
        super().send(s)

    def introduce(self) -> None:
        """EHLO, TLS and login, as the server's address asks."""
        self.ehlo_or_helo_if_needed()
        if self._to.starttls:
            self.starttls(context=ssl.create_default_context())
            self.ehlo()
        if self._to.user:
            self.login(self._to.user, self._to.password)


def said(answer: bytes) -> str:
    """The server's words for people."""
    return answer.decode("utf-8", "replace")[:300]


def judge(code: int, answer: bytes, step: str) -> None:
    """Raises MailRefused for 5xx and MailDeferred for anything else that is not the expected 2xx or 3xx."""
    if 500 <= code <= 599:
        raise MailRefused(f"smtp_{code}", f"{step}: {said(answer)}")
    if not 200 <= code <= 399:
        raise MailDeferred(f"smtp_{code}", f"{step}: {said(answer)}")


def wired(message: bytes) -> bytes:
    """With a dot before each line that begins with one (RFC 5321, 4.5.2)."""
    return _DOTS.sub(b"..", message)


class SmtpMailer:
    """A `Mailer`. Keeps one connection; not for threads."""

    def __init__(self, url: str, on_phase: OnPhase = no_phase, timeouts: Timeouts | None = None) -> None:
        self._server, self._on_phase, self._timeouts = server(url), on_phase, timeouts or Timeouts()
        self._session: Session | None = None

    def send(self, message: OutgoingMail) -> Receipt:
        """One message to exactly one mailbox."""
        sender, recipient = mailbox(message.sender), mailbox(message.recipient)
        data = wired(message_bytes(message))
        deadline = clock.monotonic() + self._timeouts.whole
        with self._dropping_the_session_on_error():
            with nothing_was_sent():
                session = self._announced(sender, deadline)
                judge(*session.rcpt(recipient), "RCPT")
                judge(*session.docmd("DATA"), "DATA")
                session.send(data)
            self._on_phase(BEFORE_FINAL_DOT)
            answer = self._ended(session)
        self._on_phase(AFTER_ACCEPT)
        return Receipt(answer)

    def close(self) -> None:
        """Says QUIT; what the server answers to that changes nothing."""
        session, self._session = self._session, None
        if session is not None:
            session.deadline = clock.monotonic() + 2.0
            try:
                session.quit()
            except _BROKEN:
                session.close()

    def _announced(self, sender: str, deadline: float) -> Session:
        """A session that took MAIL FROM. A kept connection that is stale is replaced: nothing was sent on it."""
        kept = self._session
        if kept is not None:
            kept.deadline = deadline
            try:
                code, answer = kept.mail(sender)
                if code != 421:
                    judge(code, answer, "MAIL")
                    return kept
            except _BROKEN:
                pass  # it was closed while idle
            self._forget()
        session = self._session = self._connected(deadline)
        judge(*session.mail(sender), "MAIL")
        return session

    def _connected(self, deadline: float) -> Session:
        session = Session(self._server, deadline, self._timeouts.connect)
        try:
            session.introduce()
        except BaseException:
            session.close()
            raise
        return session

    @staticmethod
    def _ended(session: Session) -> str:
        try:
            session.send(b".\r\n")
            code, answer = session.getreply()
        except _BROKEN as error:
            raise MailUnknown("no_answer", f"{type(error).__name__}: {error}"[:300]) from error
        judge(code, answer, "end of data")
        return f"{code} {said(answer)}"

    @contextmanager
    def _dropping_the_session_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._forget()  # its state is not known; a new connection costs a millisecond
            raise

    def _forget(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()


@contextmanager
def nothing_was_sent() -> Iterator[None]:
    """A connection that fails here leaves no message behind."""
    try:
        yield
    except _BROKEN as error:
        raise MailDeferred("no_connection", f"{type(error).__name__}: {error}"[:300]) from error
