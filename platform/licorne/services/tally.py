"""How often a form is looked at: counted in memory, written every few seconds, never in a request that a customer waits for.

Numbers per form and day, nothing about who: no cookie, no address, no third party (docs/forms.md, 6). A process that is killed
loses what it has counted since it last wrote.
"""

import logging
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from flask import Flask, current_app
from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from licorne.models.base import table_of
from licorne.models.database import transaction
from licorne.models.submission import FormDay
from licorne.stopping import STOPPING

log = logging.getLogger(__name__)
#: Seconds that a number stays in memory.
SECONDS: Final = 10.0
_DAY: Final = table_of(FormDay)


class Seen(NamedTuple):
    """What was counted: `view`, `start`, or `page:<id>`."""

    organisation_id: str
    form_id: str
    day: date
    what: str


@dataclass
class Tally:
    """The numbers of one process."""

    counts: Counter[Seen] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    is_kept: bool = False

    def add(self, app: Flask, *seen: Seen) -> None:
        """Counts; the first one starts the thread that writes."""
        with self.lock:
            self.counts.update(seen)
            starts, self.is_kept = not self.is_kept, True
        if starts:
            threading.Thread(target=self._keep, args=(app,), daemon=True, name="tally").start()

    def take(self) -> Counter[Seen]:
        """What was counted since it was last taken."""
        with self.lock:
            taken, self.counts = self.counts, Counter()
            return taken

    def _keep(self, app: Flask) -> None:
        """Writes until nothing is counted for a while, or the process is asked to end."""
        while True:
            ends = STOPPING.wait(SECONDS)
            with app.app_context():
                written = _tried(self.take())
            with self.lock:
                if ends or not (written or self.counts):
                    self.is_kept = False
                    return


def of_app(app: Flask) -> Tally:
    """The tally of a process."""
    found: Tally = app.extensions.setdefault("licorne_tally", Tally())
    return found


def flush() -> None:
    """Writes what this process has counted, now: whoever looks at the numbers sees at least these."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app itself: a thread outlives its proxy
    _tried(of_app(app).take())


def _tried(counts: Mapping[Seen, int]) -> bool:
    """Whether anything was written. Numbers that cannot be written are lost, and said to be."""
    if not counts:
        return False
    try:
        write(counts)
    except SQLAlchemyError as error:
        log.warning("%d views of forms are not counted: %s", sum(counts.values()), error)
    return True


def write(counts: Mapping[Seen, int]) -> None:
    """Adds to the numbers of the days; in one order, so that two processes wait for each other instead of for ever."""
    rows = [{**seen._asdict(), "number": number} for seen, number in sorted(counts.items())]
    with transaction() as session:
        session.execute(_upsert(session.connection().dialect.name), rows)


def _upsert(dialect: str) -> Insert:
    if dialect == "postgresql":
        statement = postgresql.insert(_DAY)
        added = _DAY.c.number + statement.excluded.number
        return statement.on_conflict_do_update(index_elements=_DAY.primary_key, set_={"number": added})
    other = sqlite.insert(_DAY)
    more = _DAY.c.number + other.excluded.number
    return other.on_conflict_do_update(index_elements=_DAY.primary_key, set_={"number": more})
