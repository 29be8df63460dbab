"""Look for the runs that wait for an event; asked for by the event itself, where some rule waits for its kind."""

from typing import Any, ClassVar

from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import waits
from licorne.services.action import Action, Result, Work


class WakeWaits(Action):
    """An effect, so that no event is missed whatever dies, and no post pays for the looking."""

    kind = "wake_waits"
    effect_class = EffectClass.TRANSACTIONAL
    offered: ClassVar[bool] = False

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        return Result({"woken": waits.wake(session, work.organisation_id, str(work.event_id))})
