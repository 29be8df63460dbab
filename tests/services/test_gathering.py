"""One thread performs for all: everybody is told once, and what fails fails for its own group only."""

import threading
from collections.abc import Sequence

from licorne.services.gathering import Gathering
from licorne.services.together import Wish

_Group = Sequence[Wish[int, int]]


class _Told:
    """Collects groups; `until` waits for so many wishes."""

    def __init__(self) -> None:
        self.groups: list[list[Wish[int, int]]] = []
        self._changed = threading.Condition()

    def __call__(self, group: _Group) -> None:
        with self._changed:
            self.groups.append(list(group))
            self._changed.notify()

    def until(self, count: int) -> list[Wish[int, int]]:
        with self._changed:
            assert self._changed.wait_for(lambda: sum(map(len, self.groups)) >= count, 10)
            return [wish for group in self.groups for wish in group]


def _square(group: _Group) -> None:
    for wish in group:
        wish.grant(wish.asked**2)


def test_everybody_is_told_in_the_order_in_which_they_asked() -> None:
    told = _Told()
    gathering = Gathering(_square, told, 4)
    for number in range(50):
        gathering.ask(Wish(number))
    assert [wish.outcome() for wish in told.until(50)] == [number**2 for number in range(50)]
    assert max(map(len, told.groups)) <= 4


def test_who_waits_while_others_are_performed_comes_together() -> None:
    told, door = _Told(), threading.Event()

    def slowly(group: _Group) -> None:
        assert door.wait(10)
        _square(group)

    gathering = Gathering(slowly, told, 16)
    for number in range(6):
        gathering.ask(Wish(number))
    door.set()
    told.until(6)
    assert len(told.groups) <= 3


def test_a_group_that_fails_is_refused_and_the_next_one_is_performed() -> None:
    told = _Told()

    def fails(group: _Group) -> None:
        if group[0].asked < 0:
            raise ZeroDivisionError
        _square(group)

    gathering = Gathering(fails, told, 1)
    for number in (-1, 3):
        gathering.ask(Wish(number))
    refused, granted = told.until(2)
    assert (refused.done, refused.is_granted) == (True, False)
    assert granted.outcome() == 9
