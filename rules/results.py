"""What finished steps have made, as later steps see it: `steps.<id>`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rules.expression.json_types import Facts, Json
from rules.expression.paths import STEPS
from rules.step import ACTIONS, APPROVAL, WAIT

OUTCOME, ENDED_ON = "outcome", "ended_on"
_ENDINGS: Final = frozenset((ACTIONS[WAIT], ACTIONS[APPROVAL]))


@dataclass(frozen=True)
class Finished:
    """A finished intent: its step, its row (see `Intent.item`), the action, and what came of it."""

    step: str
    item: str
    action: str
    result: Mapping[str, Json]


def seen_results(finished: Iterable[Finished], item: str = "") -> dict[str, Json]:
    """Results by step. Of steps in an `each`, those of this row; elsewhere the list of all rows, in their order."""
    found: dict[str, Json] = {}
    rows: dict[str, list[tuple[int, Json]]] = {}
    for one in finished:
        if one.item in ("", item):
            found[one.step] = dict(one.result)
        else:
            rows.setdefault(one.step, []).append((int(one.item), dict(one.result)))
    listed = {step: [result for _, result in sorted(results, key=_by_row)] for step, results in rows.items()}
    return {**listed, **found}


def _by_row(entry: tuple[int, Json]) -> int:
    return entry[0]


def facts_after(facts: Facts, finished: Sequence[Finished]) -> dict[str, Json]:
    """The event's facts as they are seen after the last wait: `today` is the day on which it ended."""
    days = [str(one.result[ENDED_ON]) for one in finished if one.action in _ENDINGS and ENDED_ON in one.result]
    return {**facts, "today": max(days)} if days else dict(facts)


def facts_with(facts: Facts, finished: Sequence[Finished], item: str = "") -> dict[str, Json]:
    """The same with the results, for conditions that decide how a run goes on."""
    return {**facts_after(facts, finished), STEPS: seen_results(finished, item)}
