"""Complete a task that an earlier step made."""

from collections.abc import Mapping
from typing import Any, ClassVar

from licorne.errors import NotFound, Permanent
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import tasks
from licorne.services.action import Action, Result, Work
from licorne.services.facts import actor_of
from rules.expression.json_types import Json


class CompleteTask(Action):
    """Completing twice changes nothing; reminders of the task are cancelled."""

    kind = "complete_task"
    effect_class = EffectClass.TRANSACTIONAL
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "required": ["task"],
        "additionalProperties": False,
        "properties": {"task": {"title": "Task"}},
    }

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        task_id = str(work.settings["task"])
        try:
            tasks.complete(work.organisation_id, task_id, actor_of(work))
        except NotFound as error:
            raise Permanent("task_missing", task_id) from error
        return Result({"task": task_id})
