"""The doorbell: whoever can write to Redis can ring, and cannot have anything else run."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from rq import Callback, Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from licorne.adapters.queue import QUEUE, WORK, DoorbellJob, connect, worker
from licorne.jobs import doorbell

#: What a forged job has called, by name: this module is what RQ would import.
CALLED = "LICORNE_TEST_CALLED"


def note(job: Job, *more: object) -> None:
    """A callback of a forged job."""
    with Path(os.environ[CALLED]).open("a") as file:
        file.write(f"{job.id}\n")


@pytest.fixture
def called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What was called; RQ's signal handlers do not outlive the test."""
    file = tmp_path / "called"
    monkeypatch.setenv(CALLED, str(file))
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield file
    for number, handler in before.items():
        signal.signal(number, handler)


def _forge(redis_url: str, function: str, callback: str) -> str:
    with connect(redis_url) as redis:
        queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)  # RQ's own job class: the forger's
        told = Callback(callback)
        job = queue.enqueue_call(function, ("ls",), on_success=told, on_failure=told, on_stopped=told)
        return str(job.id)


@pytest.mark.parametrize("function", [WORK, "os.system"])
def test_a_forged_job_calls_nothing_when_it_ends(
    redis_url: str, called: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    heard: list[object] = []
    monkeypatch.setattr(doorbell, "work", heard.append)
    _forge(redis_url, function, f"{__name__}.note")
    worker(redis_url, "burst").work(burst=True, logging_level="CRITICAL")
    assert heard == (["ls"] if function == WORK else [])
    assert not called.exists()


def test_no_callback_of_a_job_is_imported(redis_url: str) -> None:
    name = _forge(redis_url, WORK, "a.module.that.is.not.there")
    with connect(redis_url) as redis:
        job = DoorbellJob.fetch(name, connection=redis, serializer=JSONSerializer)
        assert (job.success_callback, job.failure_callback, job.stopped_callback) == (None, None, None)
