"""The processes that perform: an RQ worker on the one queue, and the sweeper. Each is one process with one app."""

import logging
import os
import signal
import threading
import uuid
from collections.abc import Callable
from types import FrameType

from flask import Flask

from licorne.adapters import queue
from licorne.app import create_app
from licorne.config import Settings
from licorne.models.database import db
from licorne.services.liveness import BEAT_SECONDS, beat, leave
from licorne.services.parts import parts
from licorne.services.sweeper import Sweeper

log = logging.getLogger(__name__)
#: Seconds between two rounds of the sweeper.
ROUND_SECONDS = 1.0


def run(settings: Settings, name: str) -> None:
    """An RQ worker until SIGTERM or SIGINT; finishes what it has begun. `name` is for people: the holder's name is new each time."""
    app = create_app(settings)
    owner = _owner(app, name)
    if settings.redis_url is None:
        raise SystemExit("a worker needs LICORNE_REDIS_URL; without Redis the sweeper performs")
    with app.app_context(), _Heart(app, owner, "worker"):
        parts().ring()
        queue.worker(settings.redis_url, owner).work(logging_level="WARNING")


def sweep(settings: Settings) -> None:
    """The sweeper until SIGTERM or SIGINT."""
    app = create_app(settings)
    owner = _owner(app, "sweeper")
    stopping = threading.Event()
    _on_signal(lambda: stopping.set())
    with app.app_context(), _Heart(app, owner, "sweeper"):
        sweeper = Sweeper(owner)
        while not stopping.wait(ROUND_SECONDS):
            try:
                sweeper.round()
            except Exception:  # one bad round (database away) must not end the watch; it is logged and tried again
                log.exception("a round of the sweeper failed")
                db.session.remove()


def _owner(app: Flask, name: str) -> str:
    owner = f"{os.uname().nodename}:{name}:{uuid.uuid4().hex[:8]}"
    app.extensions["licorne_owner"] = owner
    return owner


def _on_signal(stop: Callable[[], None]) -> None:
    def handle(number: int, frame: FrameType | None) -> None:
        stop()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)


class _Heart:
    """Moves the process's beat from a thread, also while a document is drawn; a stopped or killed process stops beating."""

    def __init__(self, app: Flask, owner: str, role: str) -> None:
        self._app, self._owner, self._role = app, owner, role
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="heart", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *raised: object) -> None:
        self._stopping.set()
        self._thread.join(BEAT_SECONDS * 2)
        leave(self._owner)

    def _live(self) -> None:
        while True:
            self._beat()
            if self._stopping.wait(BEAT_SECONDS):
                return

    def _beat(self) -> None:
        with self._app.app_context():
            try:
                beat(self._owner, self._role)
            except Exception:  # a database that is away must not end the heart; it is logged and tried again
                log.warning("no beat", exc_info=True)
