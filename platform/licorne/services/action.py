"""What an action is. One file in `actions/` per action; its class declares how the promise is kept, and registers itself.

The executor calls, by class of effect:

* transactional: `record`, in the transaction that marks the effect done;
* derived, message: `prepare` (reads), `carry_out` (no database connection is held), `record`;
* keyed: `prepare`, then after any unknown outcome `probe`, else `carry_out`, `record`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from licorne.errors import Permanent
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from rules.expression.json_types import Json

DAY = 24 * 3600
#: Seconds to wait after the 1st, 2nd … failed try; then the effect is parked.
BACK_OFF: tuple[int, ...] = (5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, DAY)


@dataclass(frozen=True)
class Work:
    """One claimed effect, as an action sees it. `settings` are fully bound; `attempt` counts from 1; `now` is the one clock's."""

    id: str
    organisation_id: str
    run_id: str | None
    event_id: str | None
    step: str
    item: str
    position: int
    kind: str
    key: str
    settings: Mapping[str, Json]
    attempt: int
    epoch: int
    doubtful: bool
    now: datetime


@dataclass(frozen=True)
class Follow:
    """An effect that an effect asks for; done right after it, before the run's next step."""

    kind: str
    settings: Mapping[str, Json]
    item: str = ""


@dataclass(frozen=True)
class Result:
    """What was done. `value` is what later steps refer to as `steps.<step>.…`; `detail` goes to the attempt.

    With `put_off` nothing is done yet: the effect is performed again at that instant, or when somebody makes it due.
    """

    value: Mapping[str, Json] = field(default_factory=dict)
    detail: Mapping[str, Json] = field(default_factory=dict)
    external_id: str | None = None
    follow: tuple[Follow, ...] = ()
    put_off: datetime | None = None


class Action:
    """Base of all actions; a subclass with a `kind` is registered."""

    kind: ClassVar[str] = ""
    effect_class: ClassVar[EffectClass]
    #: JSON Schema of the settings, from which the editor makes its form
    settings_schema: ClassVar[Mapping[str, Json]] = {"type": "object"}
    #: offered to authors of rules; False for effects that only other effects ask for
    offered: ClassVar[bool] = True
    #: whether a document comes of it, which whoever sent a form may wait for
    makes_document: ClassVar[bool] = False
    back_off: ClassVar[tuple[int, ...]] = BACK_OFF
    #: seconds after which a try counts as hung, and its process ends itself; above every time-out of what it calls
    longest: ClassVar[float] = 300.0

    registered: ClassVar[dict[str, type["Action"]]] = {}

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if cls.kind:
            if cls.kind in Action.registered:
                raise TypeError(f"two actions are called {cls.kind!r}")
            Action.registered[cls.kind] = cls

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        """Writes what was done, in the transaction that marks the effect done. `outcome` is None for transactional actions."""
        raise TypeError(f"{self.kind} records nothing")

    def would(self, organisation_id: str, settings: Mapping[str, Any], facts: Mapping[str, Any]) -> Mapping[str, Json]:
        """What is known of the result before anything is done: for trials of rules. Reads at most, and writes nothing.

        Settings may still hold what earlier steps decide (`rules.expression.envelope`). Raises Refused where it could not be done.
        """
        return {}


class OutsideAction(Action):
    """An action that works outside the database between two transactions."""

    def prepare(self, work: Work) -> Any:
        """Reads all that `carry_out` needs; plain data, no rows."""
        raise TypeError(f"{self.kind} prepares nothing")

    def carry_out(self, work: Work, prepared: Any) -> Any:
        """Does the work. Raises Transient, Permanent, Doubtful or Refused."""
        raise TypeError(f"{self.kind} carries nothing out")


class KeyedAction(OutsideAction):
    """An action on a remote that can be asked by our key."""

    effect_class: ClassVar[EffectClass] = EffectClass.KEYED

    def probe(self, work: Work, prepared: Any) -> Any | None:
        """What the remote has done under our key, None if nothing. Raises Doubtful where it cannot tell."""
        raise TypeError(f"{self.kind} cannot ask")


def action_for(kind: str) -> Action:
    """The action of a kind. Raises Permanent for one that no file defines (a newer version's, met during an update)."""
    if kind not in Action.registered:
        raise Permanent("unknown_action", kind)
    return Action.registered[kind]()
