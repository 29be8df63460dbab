"""RQ as it comes, with jobs that do nothing: `python -m tests.bench.bare_rq REDIS_URL` is a SimpleWorker."""

import sys

from redis import Redis
from rq import Queue, SimpleWorker

QUEUE = "bare"


def nothing() -> None:
    """The job."""


def fill(url: str, count: int) -> Queue:
    """Enqueues `count` jobs, many at a time."""
    queue = Queue(QUEUE, connection=Redis.from_url(url))
    queue.enqueue_many([Queue.prepare_data(nothing) for _ in range(count)])
    return queue


if __name__ == "__main__":
    SimpleWorker([QUEUE], connection=Redis.from_url(sys.argv[1])).work(logging_level="WARNING")
