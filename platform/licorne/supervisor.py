"""`licorne up`: one foreground process that keeps Redis, web server, workers and sweeper alive.

It imports the application once and forks the children from there: what they only read is shared, which makes a worker
cost a third of a spawned one, and a crashed child is back in milliseconds. So it must never have a thread or a
connection of its own: the database is prepared in a child as well, and `licorne.worker` and `licorne.app` are called
by name in children only.
"""

import gc
import importlib
import os
import pickle
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final, Protocol, TextIO

from licorne import data_folder, processes
from licorne.adapters import redis_server
from licorne.adapters.clock import monotonic
from licorne.adapters.pdf import door
from licorne.config import ConfigError, Settings
from licorne.supervisor_family import Family
from licorne.supervisor_health import Health
from licorne.supervisor_signals import Signals

Application = Callable[..., Any]  # WSGI
_APPLICATION: Final = ("licorne.app", "licorne.worker", "licorne.front_door")


class Report(Protocol):
    """What `licorne.preparation.prepare` tells. Login and form are given where it made the demo just now."""

    form_path: str | None
    login: str | None
    password: str | None


class StartFailed(Exception):
    """The database could not be prepared; its child has printed why."""


def up(
    settings: Settings, port: int, say: Callable[[str], None], host: str = "127.0.0.1", began: float | None = None
) -> None:
    """Run until SIGTERM or SIGINT. `began` (monotonic) is when the person started waiting.

    Raises:
        ConfigError: the port is busy, the folder cannot be used, or another Licorne runs on it.
        StartFailed: the database cannot be prepared.
    """
    began = monotonic() if began is None else began
    data_folder.make(settings)
    with _only_one(settings), _reserved(host, port):
        signals = Signals()
        family = Family(signals, say, settings.run_folder / "children.json")
        try:
            _run(settings, (host, port), signals, family, partial(_announce, settings, say, began))
        finally:
            family.end()


def _run(
    settings: Settings,
    address: tuple[str, int],
    signals: Signals,
    family: Family,
    announce: Callable[[Report], None],
) -> None:
    settings = _with_redis(settings, family)
    os.environ.update(settings.to_environment())
    report, app = _prepare(settings, signals)
    if report is None or signals.stops:
        return
    _start(settings, address, family, app)
    health = Health(*address)
    while not signals.stops:
        family.tend()
        if health.became_good():
            announce(report)
        signals.wait(min(family.seconds_to_next_start(), health.seconds_to_next_look()))


def _only_one(settings: Settings) -> TextIO:
    path = settings.run_folder / "lock"
    try:
        return processes.hold(path)
    except processes.AlreadyHeld as held:
        raise ConfigError(f"another Licorne (process {held.owner}) runs on the folder {settings.data}") from None


def _reserved(host: str, port: int) -> socket.socket:
    """The port, checked to be free and kept: bound but deaf, it lets only our own web processes listen there."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        reservation = socket.socket()
        reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        reservation.bind((host, port))
    except (OSError, OverflowError) as error:
        raise ConfigError(f"cannot use port {port} of {host}: {getattr(error, 'strerror', error)}") from None
    return reservation


def _with_redis(settings: Settings, family: Family) -> Settings:
    if settings.redis_url:
        return settings
    path = redis_server.socket_path(settings.run_folder)
    command = redis_server.command(redis_server.find(), path)
    family.start("redis", partial(os.execv, command[0], command))
    return replace(settings, redis_url=redis_server.url(path))


def _prepare(settings: Settings, signals: Signals) -> tuple[Report | None, Application]:
    """Migrate and seed in a child, make the app meanwhile. No report where we are asked to end first."""
    read, write = os.pipe()
    child = processes.fork(partial(_prepare_and_tell, settings, write))
    os.close(write)
    app = _warm_up(settings)
    answer = b""
    while signals.stops == 0:
        if read in signals.wait(60, read):
            piece = os.read(read, 65536)
            if not piece:
                break
            answer += piece
    os.close(read)
    if signals.stops:
        processes.end_group(child)
    _, status = os.waitpid(child, 0)
    if signals.stops:
        return None, app
    if status or not answer:
        raise StartFailed("the database could not be prepared")
    report: Report = pickle.loads(answer)  # noqa: S301  written by our own child, through a pipe that only it holds
    return report, app


def _prepare_and_tell(settings: Settings, write: int) -> None:
    report = importlib.import_module("licorne.preparation").prepare(settings)
    with os.fdopen(write, "wb") as pipe:
        pipe.write(pickle.dumps(report))


def _warm_up(settings: Settings) -> Application:
    """The app, made before the children are: making it touches (and in a child would copy) 12 MB. It connects nowhere."""
    for name in _APPLICATION:
        importlib.import_module(name)
    app: Application = importlib.import_module("licorne.app").create_app(settings)
    importlib.import_module("licorne.warm").warm(app)
    gc.collect()
    gc.freeze()  # a child's collector must not touch, and so copy, what it shares with us
    return app


def _start(settings: Settings, address: tuple[str, int], family: Family, app: Application) -> None:
    nursery = door.opened(door.path_in(settings.run_folder))  # before anybody knocks
    server = importlib.import_module("licorne.front_door")
    for number in range(1, settings.web_processes + 1):
        family.start(f"web-{number}", partial(server.serve, lambda: app, *address, number))
    worker = importlib.import_module("licorne.worker")
    for number in range(1, settings.workers + 1):
        family.start(f"worker-{number}", partial(worker.run, lambda: app, f"worker-{number}"))
    family.start("sweeper", partial(worker.sweep, lambda: app))
    if nursery is not None:
        nursery.set_inheritable(True)  # it stays open here, so nobody finds it closed while the nursery starts again
        command = door.nursery(nursery)
        family.start("pdf", partial(os.execv, command[0], command))


def _announce(settings: Settings, say: Callable[[str], None], began: float, report: Report) -> None:
    say(f"Licorne is at {settings.base_url}")
    if report.form_path:
        say(f"Public form: {settings.base_url}{report.form_path}")
    if report.login and report.password:
        say(f"Log in as {report.login} with the password {report.password} (shown this once)")
    say(f"Ready in {monotonic() - began:.1f} s. Ctrl-C ends it.")
