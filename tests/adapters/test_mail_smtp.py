"""Sending to a real server, and to servers that break where it hurts."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from licorne.adapters.mail import (
    AFTER_ACCEPT,
    BEFORE_FINAL_DOT,
    Address,
    MailDeferred,
    MailRefused,
    MailUnknown,
    OutgoingMail,
)
from licorne.adapters.mail_smtp import SmtpMailer, Timeouts, server
from tests.adapters.test_mail_mime import mail
from tests.servers.smtp import (
    BUSY,
    DROP_AFTER_DATA,
    MAILBOX_BUSY,
    NO_SUCH_MAILBOX,
    TAKE_THEN_DROP,
    Answer,
    SmtpServer,
)

QUICK = Timeouts(connect=2.0, whole=3.0)


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    made = SmtpServer().start()
    yield made
    made.stop()


@contextmanager
def mailer(url: str, on_phase: Callable[[str], None] = lambda _: None) -> Iterator[SmtpMailer]:
    made = SmtpMailer(url, on_phase, QUICK)
    try:
        yield made
    finally:
        made.close()


def numbered(number: int, **changes: object) -> OutgoingMail:
    return mail(message_id=f"<{number}@licorne.example>", **changes)


def test_a_message_arrives_once_and_the_answer_is_kept(smtp: SmtpServer) -> None:
    with mailer(smtp.url) as sender:
        assert sender.send(numbered(1)).answer == "250 taken"
    (received,) = smtp.received
    assert received.recipients == ("claire@vauclair.example",)
    assert received.sender == "bonjour@atelier-brume.example"
    assert received.message_id == "<1@licorne.example>"
    text = received.message.get_body(("plain",))
    assert text is not None
    assert ".dot" in text.get_content().splitlines()


@pytest.mark.parametrize(
    "name", ["evil@evil.com, Bob", "=?utf-8?q?evil=40evil.com=2C?=", '"<x@y.z>"', "a\r\nRCPT TO:<b@c.d>"]
)
def test_a_name_makes_no_second_recipient(smtp: SmtpServer, name: str) -> None:
    with mailer(smtp.url) as sender:
        sender.send(numbered(1, recipient=Address("typed@good.example", name)))
    assert [received.recipients for received in smtp.received] == [("typed@good.example",)]


def test_the_connection_is_kept(smtp: SmtpServer) -> None:
    connections: list[str] = []
    with counted(smtp.port, connections) as port, mailer(f"smtp://127.0.0.1:{port}") as sender:
        for number in range(3):
            sender.send(numbered(number))
    assert len(connections) == 1
    assert len(smtp.received) == 3


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (BUSY, MailDeferred, "smtp_421"),
        (MAILBOX_BUSY, MailDeferred, "smtp_450"),
        (NO_SUCH_MAILBOX, MailRefused, "smtp_550"),
        (Answer("554 no", keep=False, early=True), MailRefused, "smtp_554"),
        (TAKE_THEN_DROP, MailUnknown, "no_answer"),
        (DROP_AFTER_DATA, MailUnknown, "no_answer"),
        (Answer(delay=6.0), MailUnknown, "no_answer"),
    ],
)
def test_each_failure_has_its_name(smtp: SmtpServer, answer: Answer, error: type[Exception], code: str) -> None:
    smtp.then(answer)
    with mailer(smtp.url) as sender:
        with pytest.raises(error, match=code) as raised:
            sender.send(numbered(1))
        assert getattr(raised.value, "permanent") is (error is MailRefused)  # noqa: B009  # not on all classes of the union
        smtp.clear()
        assert sender.send(numbered(2)).answer == "250 taken"


def test_no_server_defers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with mailer(f"smtp://127.0.0.1:{port}") as sender, pytest.raises(MailDeferred, match="no_connection"):
        sender.send(numbered(1))


def test_a_server_that_restarted_meanwhile_is_no_failure(smtp: SmtpServer) -> None:
    connections: list[str] = []
    cut: list[socket.socket] = []
    with counted(smtp.port, connections, cut) as port, mailer(f"smtp://127.0.0.1:{port}") as sender:
        sender.send(numbered(1))
        for connection in cut:
            connection.shutdown(socket.SHUT_RDWR)
        assert sender.send(numbered(2)).answer == "250 taken"
    assert len(connections) == 2
    assert [received.message_id for received in smtp.received] == ["<1@licorne.example>", "<2@licorne.example>"]


@pytest.mark.parametrize("stage", ["220", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_connection_that_breaks_before_the_dot_defers(stage: str) -> None:
    with scripted(breaks_at(stage)) as port, mailer(f"smtp://127.0.0.1:{port}") as sender, pytest.raises(MailDeferred):
        sender.send(numbered(1))


def test_a_server_that_says_nothing_is_given_up_in_time() -> None:
    with (
        scripted(lambda connection: connection.recv(1)) as port,
        mailer(f"smtp://127.0.0.1:{port}") as sender,
        pytest.raises(MailDeferred),
    ):
        sender.send(numbered(1))


def test_a_server_that_drips_is_given_up_in_time() -> None:
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        while not stop.wait(0.1):
            connection.sendall(b"2")

    with scripted(drip) as port, mailer(f"smtp://127.0.0.1:{port}") as sender:
        with pytest.raises(MailDeferred):
            sender.send(numbered(1))
        stop.set()


def test_the_phases_are_told_where_a_crash_would_hurt(smtp: SmtpServer) -> None:
    seen: list[tuple[str, int]] = []
    with mailer(smtp.url, lambda phase: seen.append((phase, len(smtp.received)))) as sender:
        sender.send(numbered(1))
    assert seen == [(BEFORE_FINAL_DOT, 0), (AFTER_ACCEPT, 1)]


def test_a_crash_before_the_dot_leaves_no_message(smtp: SmtpServer) -> None:
    def crash(phase: str) -> None:
        raise RuntimeError(phase)

    with mailer(smtp.url, crash) as sender, pytest.raises(RuntimeError, match=BEFORE_FINAL_DOT):
        sender.send(numbered(1))
    assert smtp.received == []


def test_the_address_of_a_server_is_read_whole() -> None:
    read = server("smtp://us%40er:p%2Fw@mail.example:587?starttls=1&helo=us.example")
    assert (read.host, read.port, read.tls, read.starttls) == ("mail.example", 587, False, True)
    assert (read.user, read.password, read.helo) == ("us@er", "p/w", "us.example")
    assert (server("smtps://mail.example").port, server("smtps://mail.example").tls) == (465, True)
    for wrong in ("http://mail.example", "smtp://", "mail.example"):
        with pytest.raises(ValueError, match="smtp://"):
            server(wrong)


@contextmanager
def scripted(talk: Callable[[socket.socket], object]) -> Iterator[int]:
    """A server on a raw socket: `talk` serves each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                    with connection:
                        talk(connection)
                except OSError:
                    if listener.fileno() < 0:
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def breaks_at(stage: str) -> Callable[[socket.socket], None]:
    """A server that answers politely until a command comes, and closes instead of answering that."""

    def talk(connection: socket.socket) -> None:
        if stage == "220":
            return
        connection.sendall(b"220 hello\r\n")
        with connection.makefile("rb") as commands:
            for command in commands:
                word = command.split()[0].decode().upper()
                if word == stage:
                    return
                connection.sendall(b"354 go\r\n" if word == "DATA" else b"250 fine\r\n")

    return talk


@contextmanager
def counted(port: int, connections: list[str], open_ones: list[socket.socket] | None = None) -> Iterator[int]:
    """A relay to a server that notes connections, and can cut them."""

    def relay(connection: socket.socket) -> None:
        connections.append("one")
        with socket.create_connection(("127.0.0.1", port)) as onward:
            if open_ones is not None:
                open_ones.append(connection)
            back = threading.Thread(target=copy, args=(onward, connection), daemon=True)
            back.start()
            copy(connection, onward)
            onward.shutdown(socket.SHUT_WR)
            back.join(5)

    with scripted(relay) as own:
        yield own


def copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        return
