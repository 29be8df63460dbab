"""How many event streams one web process keeps open: each holds one of its few threads, and pages need the others."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Final

#: Half of the threads of a web process (`licorne.web_server.THREADS`).
STREAMS: Final = 8
#: Of one sign-in: whoever leaves sixteen pages open must not take the live notices from all others.
STREAMS_EACH: Final = 2


class Places:
    """Counted places; `each` bounds what one session takes."""

    def __init__(self, most: int, each: int) -> None:
        self._most, self._each = most, each
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    def take(self, session: str) -> Callable[[], None] | None:
        """What gives the place back (a second call does nothing); None where there is none."""
        with self._lock:
            if self._taken.total() >= self._most or self._taken[session] >= self._each:
                return None
            self._taken[session] += 1
        given = threading.Event()
        return lambda: self._give_back(session, given)

    def _give_back(self, session: str, given: threading.Event) -> None:
        with self._lock:
            if given.is_set():
                return
            given.set()
            self._taken[session] -= 1
            self._taken += Counter()  # forgets whoever has none


PLACES: Final = Places(STREAMS, STREAMS_EACH)
