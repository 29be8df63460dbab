"""The servers of the tests are real, and fail as real ones do."""

import os
import smtplib
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from licorne.adapters import redis_server as program
from tests.servers import smtp as answers
from tests.servers.postgres import PostgresServer, of_wheel
from tests.servers.redis import RedisServer
from tests.servers.smtp import SmtpServer

MAIL = b"From: a@x.example\r\nTo: b@y.example\r\nSubject: Hi\r\nMessage-ID: <1@x.example>\r\n\r\nBody\r\n"


def _send(server: SmtpServer) -> None:
    with smtplib.SMTP("127.0.0.1", server.port, timeout=5) as client:
        client.sendmail("a@x.example", ["b@y.example"], MAIL)


def test_the_smtp_server_keeps_what_it_took(smtp: SmtpServer) -> None:
    _send(smtp)
    (mail,) = smtp.wait_for(1)
    assert mail.message_id == "<1@x.example>"
    assert mail.recipients == ("b@y.example",)


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (answers.BUSY, smtplib.SMTPSenderRefused, 421),
        (answers.MAILBOX_BUSY, smtplib.SMTPDataError, 450),
        (answers.NO_SUCH_MAILBOX, smtplib.SMTPDataError, 550),
    ],
)
def test_a_scripted_refusal_holds_for_one_mail(
    smtp: SmtpServer, answer: answers.Answer, error: type[smtplib.SMTPResponseException], code: int
) -> None:
    smtp.then(answer)
    with pytest.raises(error) as caught:
        _send(smtp)
    assert caught.value.smtp_code == code
    assert smtp.received == []
    _send(smtp)
    assert len(smtp.received) == 1
    assert smtp.transactions == 2


@pytest.mark.parametrize(("answer", "kept"), [(answers.TAKE_THEN_DROP, 1), (answers.DROP_AFTER_DATA, 0)])
def test_a_connection_cut_after_the_final_dot_leaves_the_sender_without_an_answer(
    smtp: SmtpServer, answer: answers.Answer, kept: int
) -> None:
    smtp.then(answer)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)):
        _send(smtp)
    assert len(smtp.received) == kept


def test_a_slow_server_makes_the_sender_wait(smtp: SmtpServer) -> None:
    smtp.then(answers.Answer(delay=0.4))
    began = time.monotonic()
    _send(smtp)
    assert time.monotonic() - began >= 0.4


def test_redis_loses_everything_by_a_kill_and_comes_back() -> None:
    server = RedisServer().start()
    try:
        with server.client() as client:
            client.set("ring", "1")
        server.kill()
        assert not server.answers()
        server.start()
        with server.client() as client:
            assert client.get("ring") is None
    finally:
        server.stop()


def test_the_bundled_redis_runs_as_well() -> None:
    server = RedisServer(program.bundled()).start()
    try:
        with server.client() as client:
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
            assert client.config_get("save") == {"save": ""}
    finally:
        server.stop()


def test_only_the_owner_reaches_the_redis_socket(redis_server: RedisServer) -> None:
    assert redis_server.socket.stat().st_mode & 0o777 == 0o700
    with Redis.from_url(redis_server.url) as client:
        assert client.config_get("port") == {"port": "0"}


def test_a_long_folder_name_gets_a_short_socket_path() -> None:
    long = Path("/") / ("x" * 120)
    path = program.socket_path(long)
    assert len(bytes(path)) < 104
    path.parent.rmdir()


@pytest.fixture(params=["system", "wheel"])
def own_postgres(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    debian = list(Path("/usr/lib/postgresql").glob("*/bin"))
    if request.param == "system" and not debian:
        pytest.skip("no PostgreSQL from packages of the system here")
    server = PostgresServer(binaries=None if request.param == "system" else of_wheel())
    yield server.start()
    server.stop()


def test_committed_rows_survive_an_immediate_stop(own_postgres: PostgresServer) -> None:
    own_postgres.create_database("books")
    address = own_postgres.url("books").replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE t (n int)")
        connection.execute("INSERT INTO t VALUES (1)")
        connection.commit()
        connection.execute("INSERT INTO t VALUES (2)")
        own_postgres.stop_immediately()
        assert not own_postgres.answers()
        connection.close()
    own_postgres.start()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT n FROM t").fetchall() == [(1,)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts it as somebody else")
def test_postgresql_does_not_run_as_root(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url("postgres").replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        assert Path(f"/proc/{row[0]}").stat().st_uid != 0
