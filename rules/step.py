"""The steps of a rule as a tree of typed, frozen parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from rules.expression.json_types import Json
from rules.expression.paths import Path
from rules.expression.settings import Fields
from rules.expression.tree import Condition, Fact

ACTION, BRANCH, EACH, WAIT, APPROVAL, CALL, STOP, FAIL = (
    "action",
    "branch",
    "each",
    "wait",
    "approval",
    "call",
    "stop",
    "fail",
)
#: What the intents of a kind ask for; an `action` names its own. Branches, lists and `stop` ask for nothing themselves.
ACTIONS: Final[Mapping[str, str]] = {WAIT: "wait", APPROVAL: "ask_approval", CALL: "call_rule", FAIL: "fail_run"}
#: Names of blocks, as they stand in a cursor. Those of a branch's cases are `case0`, `case1` …
DO, ELSE, ERROR, TIMEOUT, REFUSED = "do", "else", "error", "timeout", "refused"


@dataclass(frozen=True)
class Block:
    """Steps within a step. `condition` is that of a branch's case."""

    name: str
    steps: tuple[Step, ...]
    condition: Condition | None = None


@dataclass(frozen=True)
class Step:
    """One step. `action` is what its intent asks for, empty where it asks for nothing; `each` the list of an `each`.

    `retry` is by class of error, as in the document.
    """

    id: str
    kind: str
    action: str
    settings: Fields
    when: Condition | None = None
    raw_when: Json = None
    place: str = ""
    blocks: tuple[Block, ...] = ()
    each: Fact | None = None
    retry: Mapping[str, Json] = field(default_factory=dict)

    def block(self, name: str) -> Block | None:
        """The block of that name, if the step has one."""
        return next((block for block in self.blocks if block.name == name), None)

    @property
    def item(self) -> Path | None:
        """What `item` stands for within the steps of an `each`."""
        return None if self.each is None else (*self.each.path, "*")


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step with those within it, in reading order."""
    for step in steps:
        yield step
        for block in step.blocks:
            yield from all_steps(block.steps)
