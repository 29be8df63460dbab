"""Ask people for their approval; written by rules as a step of the kind `approval`."""

from typing import Any, ClassVar

from licorne.errors import Permanent
from licorne.models.effect import EffectClass
from licorne.models.flow import Wait
from licorne.models.guard import GuardedSession
from licorne.services import approvals, live, waits
from licorne.services.action import Action, Result, Work
from rules.flow_settings import SCHEMAS


class AskApproval(Action):
    """Who is asked gets a notice; the run goes on as they decide, or when the time is up."""

    kind = "ask_approval"
    effect_class = EffectClass.TRANSACTIONAL
    offered: ClassVar[bool] = False
    settings_schema = SCHEMAS["approval"]

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        wait = waits.of(session, work)
        return waits.go_on(session, work, self._ask(session, work) if wait is None else wait)

    def _ask(self, session: GuardedSession, work: Work) -> Wait:
        settings, zone = work.settings, live.organisation(work.organisation_id).zone
        asked = settings["ask"]
        people = approvals.people_of(session, work, map(str, asked if isinstance(asked, list) else []))
        if not people:
            raise Permanent("nobody_to_ask", work.step)
        texts = {name: str(settings.get(name) or "") for name in ("title", "detail")}
        more = {**texts, "need": str(settings.get("need") or "any"), "asked": people}
        due_at = waits.time_out(settings, work.now, zone)
        wait = waits.begin(session, work, waits.Aim("approval", due_at, None, more))
        approvals.ask(session, work, wait)
        return wait
