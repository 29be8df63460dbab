"""Redis is a doorbell: however often it rings, whoever rings, the work is done once and nothing else is."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from licorne.adapters.queue import QUEUE, WORK, DoorbellJob, Signed
from tests.journeys.shop import Shop, opened
from tests.servers.databases import Databases


@pytest.fixture(scope="module")
def busy_shop(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A Licorne with four workers."""
    url = sqlite_databases.create()
    with opened(tmp_path_factory.mktemp("busy"), url, {"LICORNE_WORKERS": "4"}) as shop:
        yield shop


@pytest.fixture
def redis(busy_shop: Shop) -> Iterator["Redis"]:
    """A client of the Redis that it runs."""
    with Redis(unix_socket_path=str(busy_shop.instance.data / "run" / "redis.sock")) as client:
        yield client


def _queue(redis: "Redis") -> Queue:
    return Queue(QUEUE, connection=redis, serializer=JSONSerializer, job_class=DoorbellJob)


def test_a_doorbell_rung_fifty_times_on_four_workers_makes_one_effect(busy_shop: Shop, redis: "Redis") -> None:
    secret = (busy_shop.instance.data / "secret.key").read_bytes().strip()
    message, queue, email = Signed(secret).message(QUEUE), _queue(redis), "fifty@example.com"
    page = busy_shop.visit()
    for _ in range(25):
        queue.enqueue_call(WORK, (message,), timeout=-1, result_ttl=0)
    assert page.post(email=email, name="Fifty", service="branding", consent="true").status_code == 303
    for _ in range(25):
        queue.enqueue_call(WORK, (message,), timeout=-1, result_ttl=0)
    busy_shop.books.wait_until_quiet()
    contact = busy_shop.books.contact(email)
    assert len(busy_shop.books.items(f"/invoices?contact={contact['id']}")) == 1
    assert len(busy_shop.mails_to(email)) == 1
    _wait_until_empty(redis)
    assert busy_shop.examine() == []


def _wait_until_empty(redis: "Redis") -> None:
    deadline = time.monotonic() + 20
    while redis.llen(f"rq:queue:{QUEUE}"):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("os.system", ("touch {marker}",)),
        ("subprocess.check_output", ("touch {marker}",)),
        (WORK, ("licorne",)),
        (WORK, ("licorne.forged-signature",)),
        (WORK, ()),
        ("licorne.jobs.doorbell.drain", ("licorne", "evil")),
    ],
)
def test_a_forged_job_is_refused_and_the_worker_still_answers(
    busy_shop: Shop, redis: "Redis", tmp_path: Path, function: str, arguments: tuple[str, ...]
) -> None:
    marker = tmp_path / "executed"
    before = dict(busy_shop.instance.children)
    plain = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    plain.enqueue_call(function, tuple(each.format(marker=marker) for each in arguments), timeout=-1)
    _wait_until_empty(redis)
    email = f"after-{len(function)}-{len(str(arguments))}@example.com"
    busy_shop.buy(email)
    busy_shop.books.wait_until_quiet()
    assert not marker.exists()
    assert len(busy_shop.mails_to(email)) == 1
    assert busy_shop.instance.children == before
