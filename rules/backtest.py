"""A rule tried over past events beside another version of it: what each would have done, and where the two differ.

It streams: one event at a time, nothing kept but numbers. Limits are planned with their keys and not judged, and rules that are asked
before (`match`, `stop_processing`) are not looked at: the question is what the two documents make of an event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from rules.expression.json_types import Facts, Json
from rules.expression.scope import Scope
from rules.intent import Intent, Plan
from rules.plan import SCHEDULE, CompiledRule, answer, compile_rule

Past: TypeAlias = tuple[str, str, Facts]
"""An event: its id, its kind, its facts."""
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_TRIED: Final = "tried"
"""The version that both documents pretend to be, so that schedules tell them their occurrences and plans can be compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An event that the two answer differently. `steps`: those whose intents differ, in the order in which they are wanted."""

    event_id: str
    kind: str
    steps: tuple[str, ...]


@dataclass
class Tally:
    """How many events were seen, how many the new document matches, and how many the old one."""

    seen: int = 0
    matched: int = 0
    matched_before: int = 0
    counts: dict[str, int] = field(default_factory=lambda: {ADDED: 0, REMOVED: 0, CHANGED: 0})


def compile_tried(document: Json) -> CompiledRule:
    """A document ready to be tried. Raises Refused."""
    return compile_rule(_TRIED, document)


def differences(
    events: Iterable[Past], new: CompiledRule, old: CompiledRule | None, tally: Tally
) -> Iterator[Difference]:
    """The events that the two (`compile_tried`) answer differently; `tally` counts as they stream by. None: there was no rule."""
    for event_id, kind, given in events:
        scope = Scope(_tried(given) if kind == SCHEDULE else given)
        wanted = answer(new, new.test, scope) if kind == new.kind else None
        had = answer(old, old.test, scope) if old is not None and kind == old.kind else None
        tally.seen += 1
        if wanted is None and had is None:
            continue
        tally.matched += wanted is not None
        tally.matched_before += had is not None
        found = _difference(event_id, wanted, had)
        if found is not None:
            tally.counts[found.kind] += 1
            yield found


def _tried(facts: Facts) -> Facts:
    told = facts.get(SCHEDULE)
    return {**facts, SCHEDULE: {**told, "version": _TRIED}} if isinstance(told, dict) else facts


def _difference(event_id: str, wanted: Plan | None, had: Plan | None) -> Difference | None:
    if wanted == had:
        return None
    if had is None or wanted is None:
        only = [plan for plan in (wanted, had) if plan is not None]
        steps = _steps(intent for plan in only for intent in plan.intents)
        return Difference(event_id, REMOVED if wanted is None else ADDED, steps)
    before, after = _by_key(had), _by_key(wanted)
    changed = (key[0] for key in {**after, **before} if before.get(key) != after.get(key))
    return Difference(event_id, CHANGED, tuple(dict.fromkeys(changed)))


def _by_key(plan: Plan) -> Mapping[tuple[str, str], Intent]:
    return {(intent.step, intent.item): intent for intent in plan.intents}


def _steps(intents: Iterable[Intent]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(intent.step for intent in intents))
