"""Pages of forms as they are before anybody has answered: drawn once, then handed out with a fresh token each.

Drawing forty questions costs thirty times as much as finding out that nothing has changed since they were drawn.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Final

#: Pages kept at most; of a form there is one for each language and each way to ask for it.
_MOST: Final = 256


class KeptPages:
    """Pages by all that they depend on. Safe for threads."""

    def __init__(self) -> None:
        self._pages: dict[Hashable, list[str]] = {}
        self._lock = threading.Lock()

    def page(self, key: Hashable, token: str, draw: Callable[[], str]) -> str:
        """The page with this token; `draw` gives it where it is not kept, with the token in it."""
        around = self._pages.get(key)
        if around is None:
            around = draw().split(token)
            with self._lock:
                if len(self._pages) >= _MOST:
                    self._pages.clear()
                self._pages[key] = around
        return token.join(around)

    def kept(self, key: Hashable, token: Callable[[], str]) -> str | None:
        """The page with a token, where it is kept."""
        around = self._pages.get(key)
        return token().join(around) if around else None
