"""Fail on purpose; written by rules as a step of the kind `fail`."""

from typing import Any, ClassVar

from licorne.errors import Permanent
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services.action import Action, Result, Work
from rules.flow_settings import SCHEMAS


class FailRun(Action):
    """The run stops here with the message, unless its rule has steps for failures."""

    kind = "fail_run"
    effect_class = EffectClass.TRANSACTIONAL
    offered: ClassVar[bool] = False
    settings_schema = SCHEMAS["fail"]

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        raise Permanent("failed_on_purpose", str(work.settings["message"]))
