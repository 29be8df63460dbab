"""In which order things are decided: each after what it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Cycle(Exception):
    """Things depend on each other; `path` names them, the first one again at the end."""

    def __init__(self, path: tuple[str, ...]) -> None:
        super().__init__(" → ".join(path))
        self.path = path


def ordered(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """The names, each after those that it needs, else as given. Needs that are no names do not count.

    Raises:
        Cycle: where there is no such order.
    """
    done: dict[str, None] = {}
    for name in needs:
        _take(name, needs, done)
    return list(done)


def _take(start: str, needs: Mapping[str, Iterable[str]], done: dict[str, None]) -> None:
    # Iterative: a chain of two hundred fields must not depend on Python's stack.
    path = {start: iter(sorted(needs[start]))} if start not in done else {}
    while path:
        name = next(reversed(path))
        following = next((need for need in path[name] if need in needs and need not in done), None)
        if following is None:
            done[name] = None
            del path[name]
        elif following in path:
            names = list(path)
            raise Cycle((*names[names.index(following) :], following))
        else:
            path[following] = iter(sorted(needs[following]))
