"""When the whole house answers: one short look at /healthz at a time, until the first 200."""

import http.client
from typing import Final

from licorne.adapters.clock import monotonic

_EVERY: Final = 0.03
_TIMEOUT: Final = 2.0


class Health:
    """Looks until it is good once; afterwards the children's deaths tell what is wrong."""

    def __init__(self, host: str, port: int) -> None:
        self._address = ("127.0.0.1" if host in {"0.0.0.0", "::"} else host, port)  # noqa: S104  compared, not bound
        self._next: float | None = monotonic()

    def became_good(self) -> bool:
        """True once: at the first good answer."""
        if self._next is None or monotonic() < self._next:
            return False
        self._next = None if self._is_good() else monotonic() + _EVERY
        return self._next is None

    def seconds_to_next_look(self) -> float:
        """How long there is nothing to look for."""
        return 60.0 if self._next is None else self._next - monotonic()

    def _is_good(self) -> bool:
        connection = http.client.HTTPConnection(*self._address, timeout=_TIMEOUT)
        try:
            connection.request("GET", "/healthz", headers={"Connection": "close"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
