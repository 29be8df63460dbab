"""Call other rules by a name; written by rules as a step of the kind `call`. They answer `rule.called` in runs of their own."""

from typing import Any, ClassVar

from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import waits
from licorne.services.action import Action, Result, Work
from rules.expression.json_types import Json
from rules.flow_settings import SCHEMAS


class CallRule(Action):
    """The called rules see the facts of the caller's event, and under `call` what the caller hands over."""

    kind = "call_rule"
    effect_class = EffectClass.TRANSACTIONAL
    offered: ClassVar[bool] = False
    settings_schema = SCHEMAS["call"]

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        name = str(work.settings["rule"])
        call: dict[str, Json] = {"rule": name, "with": work.settings.get("with") or {}}
        waits.tell(session, work, "rule.called", {"call": call})
        return Result({"rule": name})
