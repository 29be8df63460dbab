"""Wait for a time, a date or an event; written by rules as a step of the kind `wait`."""

from typing import Any, ClassVar

from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import live, waits
from licorne.services.action import Action, Result, Work
from rules.flow_settings import SCHEMAS


class WaitFor(Action):
    """Its first try writes down what is waited for; it is performed again when that has come."""

    kind = "wait"
    effect_class = EffectClass.TRANSACTIONAL
    offered: ClassVar[bool] = False
    settings_schema = SCHEMAS["wait"]

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        wait = waits.of(session, work)
        if wait is None:
            zone = live.organisation(work.organisation_id).zone
            wait = waits.begin(session, work, waits.aim_of(work.settings, work.now, zone))
        return waits.go_on(session, work, wait)
