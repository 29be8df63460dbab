"""RQ as a doorbell: "something may be due in this queue".

The database is the truth; a lost, doubled or forged job changes nothing. A job names one allowed function and carries a signed queue
name, never an effect. Rings are coalesced: while one waits to be answered, others are not sent. RQ's retries, results and scheduler
are off.
"""

from collections.abc import Callable
from typing import Protocol

import redis
from itsdangerous import BadSignature, Signer
from prometheus_client import Counter
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

WORK = "licorne.jobs.doorbell.work"
QUEUE = "licorne"
#: A ring that nobody answers is forgotten after this many seconds.
COALESCE_SECONDS = 5
RINGS = Counter("licorne_rings_total", "Doorbell rings", ["outcome"])


class Doorbell(Protocol):
    """What services know of the queue."""

    def ring(self, queue: str) -> bool:
        """Says that effects may be due. False where nobody could be told; never raises."""
        ...

    def answered(self, queue: str) -> None:
        """The next ring is to be sent again; called before effects are claimed."""
        ...

    def reachable(self) -> bool:
        """Whether rings arrive at present."""
        ...


class ForbiddenJob(Exception):
    """A job in Redis that asks for anything but our one function."""


class DoorbellJob(Job):
    """Refuses every function but `WORK`: who can write to Redis still cannot run code here.

    RQ would also import by name, from the job's data, what it calls after a success, a failure or a stop: a doorbell has none.
    """

    @property
    def func(self) -> Callable[..., object]:
        if self.func_name != WORK or self.instance:
            raise ForbiddenJob(str(self.func_name))
        function: Callable[..., object] = super().func
        return function

    @property
    def success_callback(self) -> None:
        return None

    @property
    def failure_callback(self) -> None:
        return None

    @property
    def stopped_callback(self) -> None:
        return None


class DoorbellWorker(SimpleWorker):
    """Performs in this process, without a fork per job, one queue only (the atomic BLMOVE path)."""

    job_class = DoorbellJob


class Signed:
    """Signs the queue's name, so that only who has our key can ring."""

    def __init__(self, secret: bytes) -> None:
        self._signer = Signer(secret, salt="licorne.doorbell")

    def message(self, queue: str) -> str:
        return self._signer.sign(queue).decode()

    def queue(self, message: object) -> str:
        """The queue's name. Raises ForbiddenJob for a message that we did not sign."""
        try:
            return self._signer.unsign(str(message)).decode()
        except BadSignature as error:
            raise ForbiddenJob("bad signature") from error


class RedisDoorbell:
    """Rings through RQ."""

    def __init__(self, url: str, secret: bytes) -> None:
        self._redis = connect(url)
        self._signed = Signed(secret)
        self._queues: dict[str, Queue] = {}

    def ring(self, queue: str) -> bool:
        try:
            if self._redis.set(_rung(queue), b"1", nx=True, ex=COALESCE_SECONDS):
                self._queue(queue).enqueue_call(
                    WORK, (self._signed.message(queue),), timeout=-1, result_ttl=0, failure_ttl=3600, ttl=3600
                )
                RINGS.labels("sent").inc()
        except redis.RedisError:
            RINGS.labels("failed").inc()
            return False
        return True

    def answered(self, queue: str) -> None:
        try:
            self._redis.delete(_rung(queue))
        except redis.RedisError:
            RINGS.labels("failed").inc()

    def reachable(self) -> bool:
        try:
            return bool(self._redis.ping())
        except redis.RedisError:
            return False

    def _queue(self, name: str) -> Queue:
        if name not in self._queues:
            self._queues[name] = Queue(
                name, connection=self._redis, serializer=JSONSerializer, job_class=DoorbellJob, is_async=True
            )
        return self._queues[name]


class NoDoorbell:
    """For an installation without Redis: the sweeper finds what is due."""

    def ring(self, queue: str) -> bool:
        return False

    def answered(self, queue: str) -> None:
        return

    def reachable(self) -> bool:
        return False


def connect(url: str) -> "redis.Redis":
    """A client with short time-outs: a request must not wait for a dead Redis."""
    return redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1, health_check_interval=30)


def connect_worker(url: str) -> "redis.Redis":
    """A client for a worker that blocks on its queue."""
    return redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=None, health_check_interval=30)


def worker(url: str, name: str) -> DoorbellWorker:
    """An RQ worker on the one queue."""
    connection = connect_worker(url)
    queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer, job_class=DoorbellJob)
    return DoorbellWorker([queue], name=name, connection=connection, serializer=JSONSerializer, job_class=DoorbellJob)


def _rung(queue: str) -> str:
    return f"licorne:rung:{queue}"
