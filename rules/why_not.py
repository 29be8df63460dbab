"""The first comparison that kept a condition from holding: the answer to “why did nothing happen?”"""

from __future__ import annotations

from dataclasses import dataclass

from rules.expression.trace import ConditionTrace, GroupTrace, LeafTrace
from rules.expression.tree import Condition, Group, Leaf


@dataclass(frozen=True)
class Failure:
    """A comparison with what it saw. `unwanted`: it held, and stands where nothing should (a group `none`)."""

    leaf: Leaf
    trace: LeafTrace
    unwanted: bool


def first_failure(condition: Condition, trace: ConditionTrace, wanted: bool = True) -> Failure | None:
    """In reading order; None where the condition is as wanted. Condition and trace have the same shape."""
    if trace.truth is wanted:
        return None
    if isinstance(condition, Leaf) and isinstance(trace, LeafTrace):
        return Failure(condition, trace, unwanted=not wanted)
    assert isinstance(condition, Group)
    assert isinstance(trace, GroupTrace)
    of_items = wanted if condition.kind != "none" else not wanted
    found = (first_failure(item, seen, of_items) for item, seen in zip(condition.items, trace.items, strict=True))
    return next((failure for failure in found if failure is not None), None)
