"""An action that fails as a test scripts it, known to the tests alone."""

from typing import Any, ClassVar

from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services.action import Action, Result, Work
from rules.expression.json_types import Json

SCRIPTED: dict[str, Json] = {"id": "scripted", "action": "scripted", "settings": {}}
TAG: dict[str, Json] = {"id": "tag", "action": "tag_contact", "settings": {"tag": "seen"}}


class Scripted(Action):
    """Raises what a test puts into `errors`, each once; then it does its work."""

    effect_class = EffectClass.TRANSACTIONAL
    errors: ClassVar[list[Exception]] = []

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        if self.errors:
            raise self.errors.pop(0)
        return Result({"tries": work.attempt})
