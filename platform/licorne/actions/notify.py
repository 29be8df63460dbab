"""Show a notice to a person inside the app."""

from typing import Any, ClassVar

from licorne.errors import Permanent
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import members, notices
from licorne.services.action import Action, Result, Work


class Notify(Action):
    """What a reminder of the channel `notice` becomes."""

    kind = "notify"
    effect_class = EffectClass.TRANSACTIONAL
    offered: ClassVar[bool] = False

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        parameters = work.settings.get("parameters")
        person = members.present(work.organisation_id, str(work.settings["user"]))
        if person is None:
            raise Permanent("nobody_to_tell", work.step)
        notice = notices.NewNotice(
            user_id=person,
            code=str(work.settings["code"]),
            parameters=parameters if isinstance(parameters, dict) else {},
            path=str(work.settings.get("path") or "/"),
            effect_id=work.id,
        )
        return Result({"notification": notices.create(session, work.organisation_id, notice)})
