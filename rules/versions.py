"""What changed from one version of a rule to another, for people who read its history or publish the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"
#: Members of a document that are told by their names; the rest is steps.
SETTINGS: Final = ("name", "trigger", "conditions", "priority", "match", "stop_processing", "limits")
#: Members of a step that hold steps.
_BLOCKS: Final = ("steps", "else", "on_error", "on_timeout", "on_refused")


@dataclass(frozen=True)
class Change:
    """One difference. `step` is the step as it is in the newer version (as it was, where it is gone); None for the rule itself,
    of which `setting` is different."""

    kind: str
    setting: str = ""
    step: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class _Placed:
    """A step, and the block that it stands in."""

    step: Mapping[str, Any]
    block: str


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The changes between two documents, which may be unfinished: of the rule, then step by step.

    A step is the same one while its id is; moved are those that went into another block, and few of those that changed their order.
    """
    changes = [Change(CHANGED, name) for name in SETTINGS if old.get(name) != new.get(name)]
    before, after = _steps(old), _steps(new)
    stayed = _stayed(before, after)
    changes += [_change(before.get(name), one, name in stayed) for name, one in after.items()]
    changes += [Change(REMOVED, step=one.step) for name, one in before.items() if name not in after]
    return [one for one in changes if one.kind]


def _change(old: _Placed | None, new: _Placed, stayed: bool) -> Change:
    if old is None:
        return Change(ADDED, step=new.step)
    if _own(old.step) != _own(new.step):
        return Change(CHANGED, step=new.step)
    return Change("" if stayed else MOVED, step=new.step)


def _stayed(before: Mapping[str, _Placed], after: Mapping[str, _Placed]) -> set[str]:
    """The steps that explain both orders: within each block, those that follow each other in both versions."""
    common = [name for name, one in before.items() if name in after and after[name].block == one.block]
    stayed: set[str] = set()
    for block in {before[name].block for name in common}:
        was = [name for name in common if before[name].block == block]
        now = [name for name, one in after.items() if one.block == block and name in was]
        for match in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks():
            stayed.update(was[match.a : match.a + match.size])
    return stayed


def _steps(document: Mapping[str, Any]) -> dict[str, _Placed]:
    return {str(one.step.get("id")): one for one in _placed(document, "")}


def _placed(holder: Mapping[str, Any], name: str) -> Iterator[_Placed]:
    for member in _BLOCKS:
        yield from _block(holder.get(member), f"{name}/{member}")
    cases = holder.get("cases")
    for number, case in enumerate(cases if isinstance(cases, list) else ()):
        if isinstance(case, dict):
            yield from _block(case.get("steps"), f"{name}/case{number}")


def _block(steps: Any, name: str) -> Iterator[_Placed]:
    for step in steps if isinstance(steps, list) else ():
        if isinstance(step, dict):
            yield _Placed(step, name)
            yield from _placed(step, str(step.get("id")))


def _own(step: Mapping[str, Any]) -> dict[str, Any]:
    """A step without those within it."""
    own = {name: value for name, value in step.items() if name not in (*_BLOCKS, "cases")}
    cases = step.get("cases")
    asked = [case.get("if") for case in cases if isinstance(case, dict)] if isinstance(cases, list) else None
    return own if asked is None else {**own, "cases": asked}
