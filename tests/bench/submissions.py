"""P1: durable submissions against a hello route of the same server."""

from collections.abc import Callable

from tests.bench.demo import SLUG, Demo
from tests.bench.hello import PATH
from tests.bench.load import Load, drive, get
from tests.bench.machine import Machine
from tests.bench.processes import Place, place
from tests.bench.rows import Row, by_turns, mid, ratios
from tests.servers.instance import environment

CONNECTIONS = 16
SECONDS = 2.0
#: More than any machine takes in `SECONDS`.
_HELLOS = 40_000
_POSTS = 8_000
#: Performed before the first measured turn: imports, compiled statements, the form's class.
_WARM = 200


def measure(machine: Machine) -> list[Row]:
    """Ratio and tail on both databases; no worker runs, so the doorbell rings and nobody answers."""
    with place(machine.folder / "submissions") as here:
        hello = _hello(here)
        demos = {"SQLite": machine.sqlite_demo("p1"), "PostgreSQL": machine.postgres_demo("p1")}
        whole = _hello(here, demos["SQLite"])
        loads: dict[str, list[Load]] = {name: [] for name in demos}
        posts = [_poster(here, demo, loads[name]) for name, demo in demos.items()]
        hellos, wholes, *rates = by_turns(hello, whole, *posts)
    rows = [
        row
        for (name, kept), rate in zip(loads.items(), rates, strict=True)
        for row in _rows(name, rate, hellos, kept[1:])
    ]
    return [*rows, _whole(rates[0], wholes)]


def _hello(here: Place, demo: Demo | None = None) -> Callable[[], float]:
    arguments = ["{port}", "--whole"] if demo else ["{port}"]
    port = here.serve("tests.bench.hello", arguments, PATH, demo.environment() if demo else environment())
    drive(port, [get(PATH)] * _WARM, CONNECTIONS, SECONDS).only(200)
    return lambda: drive(port, [get(PATH)] * _HELLOS, CONNECTIONS, SECONDS).only(200).rate


def _poster(here: Place, demo: Demo, loads: list[Load]) -> Callable[[], float]:
    port = here.serve("licorne.cli", ["web", "--port", "{port}"], f"/f/{SLUG}", demo.environment())

    def post(count: int = _POSTS) -> float:
        loads.append(drive(port, demo.posts(count), CONNECTIONS, SECONDS).only(303))
        return loads[-1].rate

    post(_WARM)
    return post


def _rows(name: str, rates: tuple[float, ...], hellos: tuple[float, ...], loads: list[Load]) -> list[Row]:
    shares, tails = ratios(rates, hellos), tuple(load.percentile(0.99) * 1000 for load in loads)
    detail = f"{mid(rates):.0f}/s against {mid(hellos):.0f}/s, p50 {mid([load.percentile(0.5) * 1000 for load in loads]):.0f} ms"
    return [
        Row("P1", f"submission / hello, {name}", mid(shares), "×", "at least", 0.35, detail, shares),
        Row("P1", f"submission, p99, {name}", mid(tails), "ms", "at most", 60, f"{CONNECTIONS} connections", tails),
    ]


def _whole(rates: tuple[float, ...], wholes: tuple[float, ...]) -> Row:
    shares = ratios(rates, wholes)
    return Row(
        "P1",
        "submission / hello of the whole app",
        mid(shares),
        "×",
        detail=f"SQLite; {mid(wholes):.0f}/s",
        samples=shares,
    )
