"""A whole running Licorne whose parts are taken away in the middle: the end is the same, the visitor hears nothing of it."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from redis import Redis

from licorne.faults import POINTS
from tests.journeys.shop import Shop, opened
from tests.journeys.visitor import ANSWERS, NotServed
from tests.prove.cases import waits_for_time
from tests.servers import smtp as answers
from tests.servers.databases import Databases, PostgresDatabases
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.whole
EMAILS = [f"client-{number}@example.com" for number in range(6)]
#: What the demo's order passes in a process of an instance. It has no remote system and waits for nothing: those points are proven by
#: single processes (`test_fault_points.py`, `test_flow_points.py`).
PASSED = [point for point in POINTS if not point.startswith(("keyed.", "sweeper.")) and not waits_for_time(point)]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty migrated database of each engine."""
    databases: Databases = request.getfixturevalue(f"{request.param.removesuffix('ql')}_databases")
    url = databases.create()
    yield url
    databases.drop(url)


@pytest.fixture
def shop(url: str, tmp_path: Path) -> Iterator[Shop]:
    """A Licorne of this test alone."""
    with opened(tmp_path, url) as shop:
        yield shop


def _order(shop: Shop, email: str) -> None:
    """Sends the page until it is answered, as a patient customer does."""
    page, deadline = None, time.monotonic() + 40
    while True:
        try:
            page = page or shop.visit()
            status = page.post(**(ANSWERS | {"email": email})).status_code
        except OSError:
            status = 0
        except NotServed as answer:
            status = answer.status
        if status == 303:
            return
        assert time.monotonic() < deadline, f"last answer: {status}"
        assert status in (0, 503), status  # whoever cannot promise says so
        time.sleep(0.3)


def _check(shop: Shop, emails: list[str], most_mails: int = 1, seconds: float = 60) -> None:
    """One of everything for each customer, and a content doctor."""
    for email in emails:
        _wait_for_mail(shop, email, seconds)
    shop.books.wait_until_quiet(seconds)
    for email in emails:
        mails, contact = shop.mails_to(email), shop.books.contact(email)
        assert 1 <= len(mails) <= most_mails, email
        assert len({mail.message_id for mail in mails}) == 1
        for path in ("submissions", "invoices", "tasks"):
            assert len(shop.books.items(f"/{path}?contact={contact['id']}")) == 1, (email, path)
    assert len(shop.books.everything("/contacts")) == len(emails)
    assert shop.books.items("/effects?state=failed") == shop.books.items("/effects?state=unknown") == []
    assert shop.examine() == []


def _wait_for_mail(shop: Shop, email: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not shop.mails_to(email):
        assert time.monotonic() < deadline, f"no mail to {email}:\n{shop.instance.output[-4000:]}"
        time.sleep(0.1)


def _during(shop: Shop, disturb: Callable[[], object]) -> None:
    """Six customers order while something happens."""
    with ThreadPoolExecutor(3) as pool:
        orders = [pool.submit(_order, shop, email) for email in EMAILS]
        time.sleep(0.4)
        disturb()
        for order in orders:
            order.result(60)


@pytest.mark.parametrize("point", PASSED)
def test_a_process_that_dies_at_a_point_is_restarted_and_the_order_is_done_once(
    url: str, tmp_path: Path, point: str
) -> None:
    with opened(tmp_path, url, {"LICORNE_FAULT": f"{point}:kill9"}) as shop:
        _order(shop, EMAILS[0])
        _check(shop, EMAILS[:1], 2 if point == "message.after_accept" else 1)
        assert (shop.instance.data / "fault-fired").exists(), "the point was not passed"
        assert "was ended by SIGKILL" in shop.instance.output


@pytest.mark.parametrize("name", ["web-1", "worker-1", "worker-2", "sweeper", "redis"])
def test_any_child_may_be_killed_in_the_middle(shop: Shop, name: str) -> None:
    old = shop.instance.children[name]
    _during(shop, lambda: shop.instance.kill(name))
    shop.instance.wait_for_restart(name, old)
    _check(shop, EMAILS, most_mails=2)


def test_the_supervisor_may_be_killed_with_all_its_children(shop: Shop) -> None:
    _order(shop, EMAILS[0])
    children = shop.instance.children
    shop.instance.kill("supervisor")
    shop.instance.wait(15)
    _wait_until_gone(list(children.values()))
    shop.instance.start()
    _order(shop, EMAILS[1])
    _check(shop, EMAILS[:2], most_mails=2)


def _wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + 10
    for pid in pids:
        while Path(f"/proc/{pid}").exists():
            assert time.monotonic() < deadline, f"process {pid} outlived its supervisor"
            time.sleep(0.05)


def _redis_of(shop: Shop) -> "Redis":
    return Redis(unix_socket_path=str(shop.instance.data / "run" / "redis.sock"))


def test_everything_in_redis_may_be_lost_in_the_middle(shop: Shop) -> None:
    def flush() -> None:
        with _redis_of(shop) as redis:
            for _ in range(10):
                redis.flushall()
                time.sleep(0.1)

    _during(shop, flush)
    _check(shop, EMAILS)


def test_a_full_redis_takes_no_bell_and_stops_nothing(shop: Shop) -> None:
    with _redis_of(shop) as redis:
        redis.config_set("maxmemory-policy", "noeviction")
        redis.config_set("maxmemory", "1")
    _during(shop, lambda: None)
    _check(shop, EMAILS)


@pytest.mark.parametrize("moment", ["from the start", "in the middle"])
def test_redis_may_be_away_for_good(url: str, tmp_path: Path, moment: str) -> None:
    server = RedisServer().start()
    try:
        with opened(tmp_path, url, {"LICORNE_REDIS_URL": server.url}) as shop:
            if moment == "from the start":
                server.kill()
            _during(shop, server.kill)
            _check(shop, EMAILS)
            health = shop.instance.health()
            assert health is not None
            assert health["status"] == "degraded"
    finally:
        server.stop()


def test_a_licorne_without_redis_does_the_same(url: str, tmp_path: Path) -> None:
    with opened(tmp_path, url, {"LICORNE_WORKERS": "0"}) as shop:
        _during(shop, lambda: None)
        _check(shop, EMAILS)


def test_postgresql_may_crash_in_the_middle_and_come_back(tmp_path: Path) -> None:
    server = PostgresServer().start()
    try:
        url = PostgresDatabases(server, tmp_path / "template").create()
        with opened(tmp_path, url) as shop:

            def crash() -> None:
                server.stop_immediately()
                time.sleep(1.5)
                server.start()

            _during(shop, crash)
            _check(shop, EMAILS, most_mails=2)
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("answer", "most"),
    [
        (answers.BUSY, 1),
        (answers.MAILBOX_BUSY, 1),
        (answers.DROP_AFTER_DATA, 1),
        (answers.TAKE_THEN_DROP, 2),
        (answers.Answer(delay=3), 1),
    ],
    ids=["421", "450", "dropped after data", "taken then dropped", "slow"],
)
def test_a_mail_server_in_trouble_gets_the_mail_later(shop: Shop, answer: answers.Answer, most: int) -> None:
    shop.smtp.then(answer)
    _order(shop, EMAILS[0])
    _check(shop, EMAILS[:1], most)
    assert shop.smtp.transactions == (1 if answer.delay else 2)


def test_a_refused_mail_waits_for_a_person_and_the_run_stops(shop: Shop) -> None:
    shop.smtp.then(answers.NO_SUCH_MAILBOX)
    _order(shop, EMAILS[0])
    deadline = time.monotonic() + 30
    while not shop.books.items("/effects?state=failed"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    (effect,) = shop.books.items("/effects?state=failed")
    assert (effect["kind"], effect["error"]["code"]) == ("send_email", "smtp_550")
    assert [run["state"] for run in shop.books.items("/runs")] == ["failed"]
    assert shop.books.items("/tasks") == []
    assert shop.examine() == []


def test_a_paused_worker_is_replaced_and_is_not_heard_when_it_wakes(
    postgres_databases: Databases, tmp_path: Path
) -> None:
    """On PostgreSQL, which ends the transaction of whoever pauses in one; on SQLite all writers wait for it to wake."""
    url = postgres_databases.create()
    with opened(tmp_path, url) as shop:
        _pause_the_workers(shop)
    postgres_databases.drop(url)


def _pause_the_workers(shop: Shop) -> None:
    pids = [shop.instance.children[name] for name in ("worker-1", "worker-2")]
    shop.smtp.always(answers.Answer(delay=0.5))
    with ThreadPoolExecutor(3) as pool:
        orders = [pool.submit(_order, shop, email) for email in EMAILS]
        time.sleep(1.0)
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        for order in orders:
            order.result(60)
    for email in EMAILS:
        _wait_for_mail(shop, email, 60)
    shop.books.wait_until_quiet(60)
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
    time.sleep(2)
    _check(shop, EMAILS, most_mails=2)
