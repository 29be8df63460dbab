"""One thread that performs whole groups for others who do not wait in threads of their own (group commit without a convoy).

Sixteen threads that wait for one commit fight for the interpreter when it is done: they cost a post as much as its rows do. Here
whoever asks goes on at once, and is told with all others of the group.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from licorne.services.together import Wish

Asked = TypeVar("Asked")
Given = TypeVar("Given")
Group = Sequence[Wish[Asked, Given]]

#: Who was answered together asks again together: so long the next group waits for as many as were answered and came meanwhile.
_PATIENCE_S: Final = 0.002


class Gathering(Generic[Asked, Given]):
    """Calls `perform` with what was asked by then, up to `most`, in order, and `told` with the same group when it is done.

    Both run in the one thread. `perform` grants or refuses each wish; where it raises, those that are left are refused.
    """

    def __init__(
        self,
        perform: "Callable[[Group[Asked, Given]], None]",
        told: "Callable[[Group[Asked, Given]], None]",
        most: int,
    ) -> None:
        self._perform, self._told, self._most = perform, told, most
        self._waiting: deque[Wish[Asked, Given]] = deque()
        self._changed = threading.Condition()
        self._expected = 1
        threading.Thread(target=self._serve, daemon=True, name="gathering").start()

    def ask(self, wish: Wish[Asked, Given]) -> None:
        """Has the wish performed; returns at once."""
        with self._changed:
            self._waiting.append(wish)
            if len(self._waiting) in (1, self._expected):
                self._changed.notify()

    def _serve(self) -> None:
        while True:
            group = self._group()
            try:
                self._perform(group)
            except BaseException as error:  # noqa: BLE001  # told to everybody who wished; the thread has to go on for the others
                for wish in group:
                    if not wish.done:
                        wish.refuse(error)
            with self._changed:
                self._expected = min(self._most, len(group) + len(self._waiting))
            self._told(group)

    def _group(self) -> list[Wish[Asked, Given]]:
        with self._changed:
            self._changed.wait_for(lambda: bool(self._waiting))
            self._changed.wait_for(lambda: len(self._waiting) >= self._expected, _PATIENCE_S)
            return [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
