"""What changed from one version of a form to another, for people who read its history."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.text import localised
from rules.expression.json_types import Json

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"
# Settings that hold things with an identity of their own, which are told one by one.
_FIELDS = "fields"


@dataclass(frozen=True)
class Change:
    """One difference. `place` is the id of a field (`items.note` within a section), empty for the form itself.

    `label` is what people call it; `settings` are the names of what is different, for `changed`.
    """

    kind: str
    place: str
    label: str
    settings: tuple[str, ...] = ()


def difference(old: Mapping[str, Any], new: Mapping[str, Any], language: str) -> list[Change]:
    """The changes between two definitions (documents that were parsed once): of the form, then field by field.

    A field is the same one while its id is; moved are as few fields as explain the new order.
    """
    default = str(new["default_language"])
    settings = changed_settings(old, new)
    own = [Change(CHANGED, "", localised(new["title"], language, default), settings)] if settings else []
    return own + _field_changes(old[_FIELDS], new[_FIELDS], (language, default), "")


def changed_settings(old: Mapping[str, Json], new: Mapping[str, Json]) -> tuple[str, ...]:
    """Names of settings that are different, in the order of the newer document; fields are told by themselves."""
    names = dict.fromkeys([*new, *old])
    return tuple(name for name in names if name != _FIELDS and old.get(name) != new.get(name))


def _field_changes(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], languages: tuple[str, str], prefix: str
) -> list[Change]:
    before, after = {one["id"]: one for one in old}, {one["id"]: one for one in new}
    stayed = _longest_in_order([name for name in before if name in after], [name for name in after if name in before])
    changes: list[Change] = []
    for name, field in after.items():
        place, label = prefix + name, _label(field, languages)
        if name not in before:
            changes.append(Change(ADDED, place, label))
            continue
        if name not in stayed:
            changes.append(Change(MOVED, place, label))
        settings = changed_settings(before[name], field)
        if settings:
            changes.append(Change(CHANGED, place, label, settings))
        changes += _field_changes(before[name].get(_FIELDS, ()), field.get(_FIELDS, ()), languages, f"{place}.")
    gone = [name for name in before if name not in after]
    return changes + [Change(REMOVED, prefix + name, _label(before[name], languages)) for name in gone]


def _label(field: Mapping[str, Any], languages: tuple[str, str]) -> str:
    return localised(field.get("label", {}), *languages) or str(field["id"])


def _longest_in_order(old: list[str], new: list[str]) -> set[str]:
    """The most names that stand in the same order in both: the longest increasing run of places (patience sorting)."""
    places = {name: place for place, name in enumerate(old)}
    tails: list[int] = []
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for name in new:
        spot = bisect_left(tails, places[name])
        previous[name] = ends[spot - 1] if spot else None
        tails[spot:] = [places[name], *tails[spot + 1 :]]
        ends[spot:] = [name, *ends[spot + 1 :]]
    return _chain(ends[-1] if ends else None, previous)


def _chain(last: str | None, previous: Mapping[str, str | None]) -> set[str]:
    kept: set[str] = set()
    while last is not None:
        kept.add(last)
        last = previous[last]
    return kept
