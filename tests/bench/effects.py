"""P3: effects that do nothing, with every promise kept, against RQ jobs that do nothing. One worker process each, same Redis."""

import time
from collections.abc import Callable

from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.effect import Effect, State
from licorne.models.guard import EVERY
from licorne.models.organisation import Organisation
from tests.bench import bare_rq, noop
from tests.bench.demo import Demo
from tests.bench.machine import Machine
from tests.bench.processes import Place, place, wait_until
from tests.bench.rows import Row, by_turns, mid, ratios

EFFECTS = 1500
JOBS = 600
_WARM = 50


def measure(machine: Machine) -> list[Row]:
    """Effects and jobs that wait while the worker sleeps; from the ring to the last one done."""
    with place(machine.folder / "effects") as here:
        jobs = _jobs(here, machine.redis.url)
        demos = {"SQLite": machine.sqlite_demo("p3"), "PostgreSQL": machine.postgres_demo("p3")}
        bare, *rates = by_turns(jobs, *(_effects(here, demo) for demo in demos.values()))
    return [_row(name, rate, bare) for name, rate in zip(demos, rates, strict=True)]


def _row(name: str, rates: tuple[float, ...], bare: tuple[float, ...]) -> Row:
    shares = ratios(rates, bare)
    detail = f"{mid(rates):.0f} effects/s against {mid(bare):.0f} jobs/s"
    return Row("P3", f"no-op keyed effects / RQ SimpleWorker, {name}", mid(shares), "×", "at least", 2, detail, shares)


def _jobs(here: Place, url: str) -> Callable[[], float]:
    here.start("tests.bench.bare_rq", url)

    def run(count: int = JOBS) -> float:
        began = time.monotonic()
        queue = bare_rq.fill(url, count)
        wait_until(lambda: not queue.count and not queue.started_job_registry.count, 120, every=0.05)
        return count / (time.monotonic() - began)

    run(_WARM)
    return run


def _effects(here: Place, demo: Demo) -> Callable[[], float]:
    """The worker runs only during its own turn: two of them would hear each other's ring."""

    def run(count: int = EFFECTS) -> float:
        worker = here.start("tests.bench.noop", environ=demo.environment())
        try:
            with demo.app.app_context():
                _perform(demo, _WARM)
                return _perform(demo, count)
        finally:
            worker.terminate()
            worker.wait(20)

    return run


def _perform(demo: Demo, count: int) -> float:
    organisation = current_session().scalars(select(Organisation.id)).one()
    began = time.monotonic()
    noop.order(organisation, count)
    wait_until(lambda: not _open(), 120, every=0.05)
    return count / (time.monotonic() - began)


def _open() -> bool:
    """Whether one is pending or leased; two looks, so that each uses its partial index."""
    looks = (
        select(Effect.id).where(Effect.state == state.value).limit(1).execution_options(**{EVERY: "the bench has one"})
        for state in (State.PENDING, State.LEASED)
    )
    found = any(current_session().scalar(look) for look in looks)
    current_session().rollback()
    return found
