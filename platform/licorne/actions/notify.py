"""Show a notice to people inside the app."""

from collections.abc import Mapping
from typing import Any, ClassVar

from licorne.errors import Permanent
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import approvals, members, notices
from licorne.services.action import Action, Result, Work
from rules.expression.json_types import Json


class Notify(Action):
    """A rule says `to` whom and the `text`; what a reminder of the channel `notice` becomes names its one person by `user`."""

    kind = "notify"
    effect_class = EffectClass.TRANSACTIONAL
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "required": ["to", "text"],
        "additionalProperties": False,
        "properties": {
            "to": {
                "type": "array",
                "minItems": 1,
                "maxItems": 50,
                "items": {"type": "string", "minLength": 1, "maxLength": 120},
                "title": "To",
            },
            "text": {"type": "string", "minLength": 1, "title": "Text"},
            "path": {"type": "string", "pattern": "^/", "title": "Leads to"},
        },
    }

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        created = [notices.create(session, work.organisation_id, one) for one in self._notices(session, work)]
        if not created:
            raise Permanent("nobody_to_tell", work.step)
        return Result({"notification": created[0], "count": len(created)})

    def _notices(self, session: GuardedSession, work: Work) -> list[notices.NewNotice]:
        settings, path = work.settings, str(work.settings.get("path") or "/")
        if "to" in settings:
            to = settings["to"]
            people = approvals.people_of(session, work, map(str, to if isinstance(to, list) else []))
            text: dict[str, Json] = {"text": str(settings["text"])}
            return [notices.NewNotice(person, "reminder", text, path, work.id) for person in people]
        person, parameters = members.present(work.organisation_id, str(settings["user"])), settings.get("parameters")
        plain = parameters if isinstance(parameters, dict) else {}
        return [notices.NewNotice(person, str(settings["code"]), plain, path, work.id)] if person else []
