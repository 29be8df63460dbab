"""One web process: Granian serving the WSGI app until SIGTERM or SIGINT.

Granian's own parent process is left out. It forks its second worker while it has threads (a server that neither
listened nor ended was seen under load), costs the memory of one more process, and hides the death of a worker from
whoever watches; `licorne.supervisor` forks web processes itself, from a parent without threads. That takes Granian's
worker by its internal name, so the version is pinned to a minor release and a test serves a page through it.
"""

import gc
from collections.abc import Callable
from typing import Any, Final

from granian._granian import ListenerSpec
from granian.constants import HTTPModes, Loops, RuntimeModes, TaskImpl
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from licorne import stopping

# Threads wait for the database or hold an event stream; more of them only fight for the interpreter (measured: 32
# threads served 40 % less than 4 on one process). Streams must leave half of them free: see `licorne.web.streams`.
THREADS: Final = 16
_BACKLOG: Final = 1024
_CONNECTIONS: Final = 512
_RUNTIME_THREADS: Final = 64
_NO_TLS: Final[tuple[Any, ...]] = (False, None, None, None, "tls1.3", None, [], False)


def _collect_less() -> None:
    """What the app is made of stays, so the collector need not look at it; a post makes and drops thousands of objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def serve(load: Callable[[], Callable[..., Any]], host: str, port: int, number: int = 1) -> None:
    """Serve the WSGI app that `load` makes on `host:port`, shared with the other processes that serve there.

    The port is opened with SO_REUSEPORT and only once the app is there: no request waits for imports.
    """
    app = load()
    _collect_less()
    stopping.notice_signals()
    _work(MPServer._spawn_wsgi_worker, app, host, port, number, THREADS)


def serve_asynchronous(load: Callable[[], Any], host: str, port: int, number: int = 1) -> None:
    """The same for an RSGI app, which notices signals by itself: the loop sets its own first."""
    app = load()
    _collect_less()
    _work(MPServer._spawn_rsgi_worker, app, host, port, number, 1)


def _work(spawn: Callable[..., None], app: object, host: str, port: int, number: int, threads: int) -> None:
    spawn(
        number,
        None,
        lambda: app,
        ((ListenerSpec(host, port, _BACKLOG), None), None),
        None,
        Loops.asyncio,
        True,
        LogLevels.warning,
        None,
        (),
        RuntimeModes.mt,
        1,
        _RUNTIME_THREADS,
        threads,
        30,
        _CONNECTIONS,
        TaskImpl.asyncio,
        HTTPModes.http1,
        HTTP1Settings(header_read_timeout=10_000),
        None,
        False,
        None,
        None,
        _NO_TLS,
        {"url_path_prefix": None},
        (None, None),
    )
