"""Threads that wish at the same time are served together, each with its own outcome."""

import threading
from collections.abc import Sequence

import pytest

from licorne.services.together import Together, Wish

_Wish = Wish[int, int]


def _square(wishes: Sequence[_Wish]) -> None:
    for wish in wishes:
        if wish.asked < 0:
            wish.refuse(ValueError(wish.asked))
        else:
            wish.grant(wish.asked**2)


class _Door:
    """Serves like `_square`, but holds the first group until `open` is set; remembers the groups."""

    def __init__(self) -> None:
        self.open, self.entered = threading.Event(), threading.Event()
        self.groups: list[list[int]] = []

    def serve(self, wishes: Sequence[_Wish]) -> None:
        self.groups.append([wish.asked for wish in wishes])
        self.entered.set()
        assert self.open.wait(10)
        _square(wishes)


def _in_threads(
    together: Together[int, int], numbers: Sequence[int], outcomes: dict[int, object]
) -> list[threading.Thread]:
    def wish(number: int) -> None:
        try:
            outcomes[number] = together(number)
        except ValueError as error:
            outcomes[number] = error

    threads = [threading.Thread(target=wish, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    return threads


def _join(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_a_single_wish_is_served_by_its_own_thread() -> None:
    assert Together(_square, 4)(3) == 9


def test_who_comes_while_one_is_served_is_taken_along_by_the_next_up_to_the_most() -> None:
    door, outcomes = _Door(), dict[int, object]()
    together = Together(door.serve, 4)
    first = _in_threads(together, [1], outcomes)
    assert door.entered.wait(10)
    others = _in_threads(together, range(2, 8), outcomes)
    while len(together._waiting) < 6:
        threading.Event().wait(0.01)
    door.open.set()
    _join([*first, *others])
    assert [len(group) for group in door.groups] == [1, 4, 2]
    assert outcomes == {number: number**2 for number in range(1, 8)}


def test_one_refusal_is_raised_in_its_own_thread_only() -> None:
    door, outcomes = _Door(), dict[int, object]()
    door.open.set()
    _join(_in_threads(Together(door.serve, 4), [2, -5, 3], outcomes))
    assert (outcomes[2], outcomes[3]) == (4, 9)
    assert isinstance(outcomes[-5], ValueError)


def test_a_failure_of_the_whole_is_raised_in_each_thread_and_the_next_wish_is_served() -> None:
    broken = [True]

    def serve(wishes: Sequence[_Wish]) -> None:
        if broken[0]:
            raise ValueError("the disk is full")
        _square(wishes)

    together = Together(serve, 4)
    with pytest.raises(ValueError, match="disk"):
        together(1)
    broken[0] = False
    assert together(2) == 4


def test_a_thousand_wishes_of_sixteen_threads_all_come_true() -> None:
    together, wrong = Together(_square, 16), list[int]()

    def many(start: int) -> None:
        wrong.extend(number for number in range(start, start + 64) if together(number) != number**2)

    threads = [threading.Thread(target=many, args=(start * 64,)) for start in range(16)]
    for thread in threads:
        thread.start()
    _join(threads)
    assert wrong == []
