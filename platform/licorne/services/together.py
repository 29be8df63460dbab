"""Many threads, one transaction: whoever comes first performs for all who wait meanwhile (group commit).

A commit costs a flush of the disk, whatever it holds. While one thread flushes, the posts of the others gather; the next one
takes them all along.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Given = TypeVar("Given")


class Wish(Generic[Asked, Given]):
    """What one thread wants, and what became of it: `grant` or `refuse` is called exactly once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.done = False
        self._given: Given | None = None
        self._error: BaseException | None = None
        # Held until the thread may go on: a bare lock wakes a thread at a third of an Event's cost.
        self.turn = threading.Lock()
        self.turn.acquire()

    def grant(self, given: Given) -> None:
        """It was done."""
        self._given, self.done = given, True

    def refuse(self, error: BaseException) -> None:
        """It was not; the error is raised in the thread that wished."""
        self._error, self.done = error, True

    @property
    def is_granted(self) -> bool:
        """Whether it was done, so that `outcome` raises nothing."""
        return self.done and self._error is None

    def outcome(self) -> Given:
        """What was given, or the error."""
        if self._error is not None:
            raise self._error
        assert self._given is not None
        return self._given


class Together(Generic[Asked, Given]):
    """Calls `perform` with the wishes of all threads that came by then, up to `most`, in order; never twice at a time."""

    def __init__(self, perform: Callable[[Sequence[Wish[Asked, Given]]], None], most: int) -> None:
        self._perform = perform
        self._most = most
        self._mutex = threading.Lock()
        self._waiting: deque[Wish[Asked, Given]] = deque()
        self._led = False

    def __call__(self, asked: Asked) -> Given:
        """Performs the wish, alone or with others, in this thread or in another one's."""
        wish: Wish[Asked, Given] = Wish(asked)
        if not self._join(wish):
            wish.turn.acquire()  # until it is done, or until it is ours to lead
        if not wish.done:
            self._lead()
        return wish.outcome()

    def _join(self, wish: Wish[Asked, Given]) -> bool:
        with self._mutex:
            self._waiting.append(wish)
            leads, self._led = not self._led, True
            return leads

    def _lead(self) -> None:
        with self._mutex:
            group = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            self._perform(group)
        except BaseException as error:  # noqa: BLE001  every thread of the group raises it again, ours too
            for wish in group:
                if not wish.done:
                    wish.refuse(error)
        finally:
            self._hand_over(group)

    def _hand_over(self, group: Sequence[Wish[Asked, Given]]) -> None:
        with self._mutex:
            successor = self._waiting[0] if self._waiting else None
            self._led = successor is not None
        for wish in (*group[1:], *filter(None, [successor])):
            wish.turn.release()
