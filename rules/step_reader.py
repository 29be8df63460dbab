"""From the JSON of steps to the tree. The outer shape was checked by the schema; what it cannot say is noted here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

from rules.expression.json_types import Json
from rules.expression.problem import Problem, Refused
from rules.expression.read import read_condition, read_formula
from rules.expression.settings import Fields, read_settings
from rules.expression.tree import ALWAYS, Condition, Fact
from rules.flow_settings import awaited_condition
from rules.step import (
    ACTION,
    ACTIONS,
    APPROVAL,
    BRANCH,
    CALL,
    DO,
    EACH,
    ELSE,
    ERROR,
    FAIL,
    REFUSED,
    STOP,
    TIMEOUT,
    WAIT,
    Block,
    Step,
)

MOST_STEPS: Final = 1_000
#: Which members a kind has beside `id` and `kind`.
_MEMBERS: Final[Mapping[str, frozenset[str]]] = {
    ACTION: frozenset(("action", "settings", "when", "retry", "on_error")),
    BRANCH: frozenset(("cases", "else")),
    EACH: frozenset(("in", "steps", "on_error")),
    WAIT: frozenset(("settings", "on_timeout")),
    APPROVAL: frozenset(("settings", "on_refused", "on_timeout")),
    CALL: frozenset(("settings", "on_error")),
    STOP: frozenset(),
    FAIL: frozenset(("settings",)),
}
_INNER: Final[Mapping[str, str]] = {
    "steps": DO,
    "else": ELSE,
    "on_error": ERROR,
    "on_timeout": TIMEOUT,
    "on_refused": REFUSED,
}
_Part = TypeVar("_Part")


class StepReader:
    """Reads the steps of one document; `problems` collects what is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._count = 0
        self._rows = 0

    def steps(self, raw: Json, place: str) -> tuple[Step, ...]:
        """The steps of a block."""
        items = raw if isinstance(raw, list) else []
        return tuple(self._step(item, f"{place}/{index}") for index, item in enumerate(items) if isinstance(item, dict))

    def reading(self, read: Callable[[], _Part], otherwise: _Part) -> _Part:
        """What `read` gives, or `otherwise` with its problems noted."""
        try:
            return read()
        except Refused as refused:
            self.problems.extend(refused.problems)
            return otherwise

    def _step(self, raw: dict[str, Json], place: str) -> Step:
        kind = str(raw.get("kind", ACTION))
        self._count += 1
        if self._count == MOST_STEPS + 1:
            self.problems.append(Problem("too_many_steps", place, {"limit": str(MOST_STEPS)}))
        for name in sorted(raw.keys() - _MEMBERS[kind] - {"id", "kind"}):
            self.problems.append(Problem("member_not_of_kind", f"{place}/{name}", {"name": name, "kind": kind}))
        when = raw.get("when")
        return Step(
            id=str(raw["id"]),
            kind=kind,
            action=str(raw["action"]) if kind == ACTION else ACTIONS.get(kind, ""),
            settings=self._settings(raw.get("settings"), place, kind),
            when=None if when is None else self.reading(lambda: read_condition(when, f"{place}/when"), None),
            raw_when=when,
            place=place,
            each=self._each(raw["in"], place) if kind == EACH else None,
            blocks=self._blocks(raw, place, kind),
            retry=_object(raw.get("retry")),
        )

    def _settings(self, raw: Json, place: str, kind: str) -> Fields:
        settings = _object(raw)
        self.problems.extend(awaited_condition(settings, f"{place}/settings") if kind == WAIT else ())
        if self._rows and _repeats(settings):
            self.problems.append(Problem("each_in_each", f"{place}/settings"))
        return self.reading(lambda: read_settings(settings, f"{place}/settings"), Fields(()))

    def _each(self, raw: Json, place: str) -> Fact | None:
        """The list to go through. Within another one `item` would mean two things."""
        if self._rows:
            self.problems.append(Problem("each_in_each", f"{place}/in"))
        read = self.reading(lambda: read_formula(raw, f"{place}/in"), None)
        if read is None or isinstance(read, Fact):
            return read
        self.problems.append(Problem("not_a_list_fact", f"{place}/in"))
        return None

    def _blocks(self, raw: dict[str, Json], place: str, kind: str) -> tuple[Block, ...]:
        return (*self._cases(raw, place), *self._inner(raw, place, kind))

    def _cases(self, raw: dict[str, Json], place: str) -> Iterator[Block]:
        cases = raw.get("cases")
        for number, case in enumerate(cases if isinstance(cases, list) else []):
            if isinstance(case, dict):
                at = f"{place}/cases/{number}"
                yield Block(f"case{number}", self.steps(case["steps"], f"{at}/steps"), self._condition(case, at))

    def _condition(self, case: dict[str, Json], place: str) -> Condition:
        always: Condition = ALWAYS
        return self.reading(lambda: read_condition(case["if"], f"{place}/if"), always)

    def _inner(self, raw: dict[str, Json], place: str, kind: str) -> Iterator[Block]:
        for member in (name for name in _INNER if name in raw):
            within = kind == EACH and member == "steps"
            self._rows += within
            yield Block(_INNER[member], self.steps(raw[member], f"{place}/{member}"))
            self._rows -= within


def _object(raw: Json) -> dict[str, Json]:
    return raw if isinstance(raw, dict) else {}


def _repeats(raw: Json) -> bool:
    """Whether settings have an element for each item of a list."""
    if isinstance(raw, dict):
        return any(_repeats(value) for value in raw.values())
    items = raw if isinstance(raw, list) else []
    return any(isinstance(item, dict) and ("each" in item or _repeats(item)) for item in items)
