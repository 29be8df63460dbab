"""Post a webhook, signed as Standard Webhooks describes it. At least once, under one id: a possible double is shown."""

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import select

from licorne.adapters import clock, webhook
from licorne.errors import Permanent
from licorne.models.database import current_session
from licorne.models.effect import EffectClass
from licorne.models.event import Event
from licorne.models.guard import GuardedSession
from licorne.services import webhooks
from licorne.services.action import OutsideAction, Result, Work
from licorne.services.outcome import Outcome
from licorne.services.parts import parts
from rules.expression.json_types import Json
from rules.json_text import json_bytes

MOST_BYTES = 256 * 1024


class CallWebhook(OutsideAction):
    """The body is `{type, timestamp, data}`: kind and instant of the event, and `data` as set, else the event's facts."""

    kind = "call_webhook"
    effect_class = EffectClass.MESSAGE
    longest: ClassVar[float] = 120.0
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "required": ["url"],
        "additionalProperties": False,
        "properties": {
            "url": {"type": "string", "minLength": 1, "maxLength": 2000, "title": "Address"},
            "data": {"title": "Data", "description": "Empty: all facts of the event"},
            "generation": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 1, "title": "Secret"},
        },
    }

    def prepare(self, work: Work) -> webhook.Hook:
        kind, occurred_at, facts = (
            current_session()
            .execute(
                select(Event.kind, Event.occurred_at, Event.facts).where(
                    Event.organisation_id == work.organisation_id, Event.id == work.event_id
                )
            )
            .one()
        )
        told = {name: fact for name, fact in facts.items() if name != "catalogue"}
        data = work.settings.get("data") or told
        body = json_bytes({"type": kind, "timestamp": occurred_at.isoformat(), "data": data})
        if len(body) > MOST_BYTES:
            raise Permanent("webhook_too_large", str(len(body)))
        key = webhooks.key_of(work.organisation_id, int(str(work.settings.get("generation") or 1)))
        return webhook.Hook(str(work.settings["url"]), f"msg_{work.id}", int(clock.now().timestamp()), body, key)

    def carry_out(self, work: Work, prepared: webhook.Hook) -> webhook.Answer:
        return webhook.post(prepared, parts().settings.egress_allow)

    def record(self, session: GuardedSession, work: Work, outcome: Outcome) -> Result:
        answer: webhook.Answer = outcome.value
        detail: dict[str, Json] = {"status": answer.status, "answer": answer.text}
        return Result({"status": answer.status, "answer": answer.text}, detail, f"msg_{work.id}")
