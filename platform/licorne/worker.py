"""The processes that perform: an RQ worker on the one queue, and the sweeper. Each is one process with one app."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

from flask import Flask

from licorne.adapters import queue
from licorne.models.database import db
from licorne.services.liveness import BEAT_SECONDS, beat, become_holder, holder, leave
from licorne.services.parts import parts
from licorne.services.sweeper import Sweeper
from licorne.services.vigil import hanging
from licorne.stopping import STOPPING, notice_signals

log = logging.getLogger(__name__)
#: Seconds between two rounds of the sweeper.
ROUND_SECONDS = 1.0


def run(load: Callable[[], Flask], name: str) -> None:
    """An RQ worker until SIGTERM or SIGINT; finishes the effect that it is at, gives back what it has not begun.

    `load` makes the app, or gives the one that was made before the fork. `name` is for people: a holder's name is new each time.
    """
    app = load()
    with app.app_context():
        redis_url = parts().settings.redis_url
        if redis_url is None:
            raise SystemExit("a worker needs LICORNE_REDIS_URL; without Redis the sweeper performs")
        owner = become_holder(name)
        with _Heart(app, "worker"):
            parts().renderer.start()
            parts().ring()
            notice_signals()
            queue.worker(redis_url, owner).work(logging_level="WARNING")


def sweep(load: Callable[[], Flask]) -> None:
    """The sweeper until SIGTERM or SIGINT."""
    app = load()
    _end_by_signals()
    with app.app_context():
        become_holder("sweeper")
        with _Heart(app, "sweeper"):
            sweeper = Sweeper()
            while not STOPPING.wait(0.0 if sweeper.is_behind else ROUND_SECONDS):
                _round(sweeper)


def _round(sweeper: Sweeper) -> None:
    try:
        sweeper.round()
    except Exception:  # one bad round (database away) must not end the watch; it is logged and tried again
        log.exception("a round of the sweeper failed")
        become_holder("sweeper")
        db.session.remove()


def _end_by_signals() -> None:
    signal.signal(signal.SIGTERM, _only_notice)
    signal.signal(signal.SIGINT, _only_notice)
    notice_signals()


def _only_notice(number: int, frame: FrameType | None) -> None:
    """That there is a handler is enough for `STOPPING` to be set."""


class _Heart:
    """Moves the process's beat from a thread, also while a document is drawn; a stopped or killed process stops beating.

    A process that hangs in an effect would beat for ever: it is ended, and its leases are given back as those of any dead one.
    """

    def __init__(self, app: Flask, role: str) -> None:
        self._app, self._role = app, role
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="heart", daemon=True)

    def __enter__(self) -> None:
        self._beat()
        self._thread.start()

    def __exit__(self, *raised: object) -> None:
        self._stopping.set()
        self._thread.join(BEAT_SECONDS * 2)
        leave(holder())

    def _live(self) -> None:
        while not self._stopping.wait(BEAT_SECONDS):
            self._beat()

    def _beat(self) -> None:
        with self._app.app_context():
            if effect := hanging():
                log.critical("effect %s hangs: this process ends itself", effect)
                os._exit(os.EX_SOFTWARE)  # the thread that hangs would never hear of an exception
            try:
                beat(holder(), self._role)
            except Exception:  # a database that is away must not end the heart; it is logged and tried again
                log.warning("no beat", exc_info=True)
            try:
                parts().renderer.rest()
            except OSError:  # the same holds for a child that cannot be ended
                log.warning("a PDF child did not end", exc_info=True)
