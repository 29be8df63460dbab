"""Drives pipeline A: two forking workers, orders in, flows per second out."""

import itertools
import os
import time
from collections.abc import Callable

from tests.bench import pipeline_a
from tests.bench.machine import Machine
from tests.bench.processes import Place, wait_until
from tests.bench.sink import Sink
from tests.servers.instance import environment

WORKERS = 2
FLOWS = 16
_numbers = itertools.count(1)


def pipeline(here: Place, machine: Machine, sink: Sink) -> Callable[[], float]:
    """Flows per second of pipeline A; its workers run from now on, and wait."""
    settings = {
        "A_REDIS": machine.redis.url,
        "A_DATABASE": f"sqlite:///{here.folder / 'pipeline-a.db'}",
        "A_SMTP_PORT": str(sink.port),
    }
    os.environ.update(settings)
    pipeline_a.session_factory()
    for _ in range(WORKERS):
        here.start("tests.bench.pipeline_a", environ=environment(**settings))
    _run(sink, WORKERS)
    return lambda: _run(sink, FLOWS)


def _run(sink: Sink, flows: int) -> float:
    mails, done, began = len(sink.taken()), _reminders(), time.monotonic()
    for _ in range(flows):
        pipeline_a.queue().enqueue(pipeline_a.store_contact, _answers(next(_numbers)))
    wait_until(lambda: len(sink.taken()) >= mails + flows and _reminders() >= done + flows, 120, every=0.05)
    return flows / (time.monotonic() - began)


def _reminders() -> int:
    with pipeline_a.session_factory()() as session:
        return int(session.query(pipeline_a.Reminder).count())


def _answers(number: int) -> dict[str, object]:
    email = f"client-{number}@obvious.test"
    return {"name": f"Client {number}", "email": email, "service": "website", "pages": 3, "rush": True, "consent": True}
