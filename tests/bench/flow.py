"""P6, P7, P8: the whole flow on one running instance, from the post to the mail's acceptance: throughput, latency, memory."""

import time
from collections.abc import Callable

import psutil
from sqlalchemy import select

from licorne.adapters.pdf.pool import REST_S
from licorne.models.database import current_session
from licorne.models.effect import Effect, State
from licorne.models.guard import EVERY
from licorne.services.liveness import BEAT_SECONDS
from tests.bench.demo import Demo
from tests.bench.load import drive
from tests.bench.machine import Machine
from tests.bench.obvious import pipeline
from tests.bench.processes import Place, place, wait_until
from tests.bench.rows import TURNS, Row, by_turns, mid, ratios
from tests.bench.sink import Sink
from tests.servers.instance import Instance

FLOWS = 48
SAMPLES = 30
AT_ONCE = 8
_MEMORY_FLOWS = 500
_LONG = 10_000
_MEGABYTE = 1024 * 1024


class Running:
    """A running instance with two workers, and the sink that it mails to."""

    def __init__(self, instance: Instance, sink: Sink) -> None:
        self.instance, self.sink = instance, sink
        self.demo = Demo(instance.data, {"LICORNE_SMTP_URL": sink.url})

    def flows(self, count: int) -> float:
        """Posts `count` forms; flows per second until all mails are accepted and every step is done."""
        posts, before, began = self.demo.posts(count), len(self.sink.taken()), time.monotonic()
        drive(self.instance.port, posts, AT_ONCE, 600).only(303)
        wait_until(lambda: len(self.sink.taken()) >= before + count and not self._open(), 600, every=0.05)
        return count / (time.monotonic() - began)

    def latency(self) -> float:
        """Milliseconds from a post to the acceptance of its mail, on an instance that does nothing else."""
        (post,), before, began = self.demo.posts(1), len(self.sink.taken()), time.monotonic()
        drive(self.instance.port, [post], 1, 30).only(303)
        wait_until(lambda: len(self.sink.taken()) > before, 30, every=0.02)
        taken = self.sink.taken()[before][0]
        wait_until(lambda: not self._open(), 30, every=0.02)
        time.sleep(0.05)
        return (taken - began) * 1000

    def _open(self) -> bool:
        """Whether a step is still to be done."""
        states = [state.value for state in (State.WAITING, State.PENDING, State.LEASED)]
        look = select(Effect.id).where(Effect.state.in_(states)).limit(1)
        with self.demo.app.app_context():
            return bool(current_session().scalar(look.execution_options(**{EVERY: "the bench has one"})))

    def memory(self) -> float:
        """Megabytes (PSS: shared pages are shared out) of all processes of the instance, Redis included."""
        top = psutil.Process(self.instance.pid)
        return sum(one.memory_full_info().pss for one in [top, *top.children(recursive=True)]) / _MEGABYTE


def measure(machine: Machine) -> list[Row]:
    """All three rows."""
    with place(machine.folder / "flow") as here:
        sink = _sink(here, "sink")
        running = _running(here, sink)
        running.flows(2 * AT_ONCE)
        latency = _latency_rows([running.latency() for _ in range(SAMPLES)])
        time.sleep(REST_S + 2 * BEAT_SECONDS)  # idle is who had nothing to do for a while
        idle = running.memory()
        throughput = _throughput_row(running, pipeline(here, machine, _sink(here, "sink-a")))
        memory = _memory_rows(idle, running, _LONG if machine.long else _MEMORY_FLOWS)
    return [throughput, *latency, *memory]


def _sink(here: Place, name: str) -> Sink:
    sink = Sink(here.folder / name)
    sink.folder.mkdir()
    process = here.start("tests.bench.sink", str(sink.folder))
    wait_until(lambda: sink.started, 10, process)
    return sink


def _running(here: Place, sink: Sink) -> Running:
    instance = Instance(here.folder / "data", {"LICORNE_SMTP_URL": sink.url})
    here.stack.callback(instance.stop)
    return Running(instance.start(), sink)


def _throughput_row(running: Running, obvious: Callable[[], float]) -> Row:
    ours, theirs = by_turns(lambda: running.flows(FLOWS), obvious)
    shares = ratios(ours, theirs)
    detail = f"{mid(ours):.1f} flows/s against {mid(theirs):.1f} of six RQ jobs, 2 workers each"
    return Row("P6", "whole flow, post → mailed / six RQ jobs", mid(shares), "×", "at least", 4, detail, shares)


def _latency_rows(samples: list[float]) -> list[Row]:
    part = len(samples) // TURNS
    turns = [sorted(samples[number * part : (number + 1) * part]) for number in range(TURNS)]
    whole = sorted(samples)
    middle, tail = mid(whole), whole[int(len(whole) * 0.95)]
    detail = f"{len(samples)} posts, one at a time"
    return [
        Row(
            "P7", "post → mail accepted, p50", middle, "ms", "at most", 400, detail, tuple(mid(turn) for turn in turns)
        ),
        Row("P7", "post → mail accepted, p95", tail, "ms", "at most", 800, detail, tuple(turn[-1] for turn in turns)),
    ]


def _memory_rows(idle: float, running: Running, flows: int) -> list[Row]:
    """The growth is counted from where all caches are warm, after the flows of the other rows."""
    before = _settled(running)
    running.flows(flows)
    after = _settled(running)
    growth = (after / before - 1) * 100
    detail = f"web, 2 workers with their PDF children, sweeper, supervisor, Redis; {before:.0f} MB after the rows above"
    return [
        Row("P8", "memory (PSS), idle", idle, "MB", "at most", 350, detail),
        Row("P8", f"growth by {flows:,} flows", growth, "%", "at most", 5, f"{before:.0f} → {after:.0f} MB"),
    ]


def _settled(running: Running) -> float:
    return mid([_later(running.memory) for _ in range(TURNS)])


def _later(measure: Callable[[], float]) -> float:
    time.sleep(0.5)
    return measure()
