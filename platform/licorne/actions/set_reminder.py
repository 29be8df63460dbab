"""Set a reminder: on its day the person who looks after the contact gets a notice or a mail."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from licorne.adapters import clock
from licorne.errors import refuse
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import live, members, reminders, tasks
from licorne.services.action import Action, Result, Work
from licorne.services.facts import event_facts
from rules.expression.json_types import Json


class SetReminder(Action):
    """It is cancelled by itself when its invoice is paid or its task completed."""

    kind = "set_reminder"
    effect_class = EffectClass.TRANSACTIONAL
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "required": ["text"],
        "additionalProperties": False,
        "properties": {
            "text": {"type": "string", "title": "Text"},
            "on": {"title": "On"},
            "after_days": {"type": "integer", "minimum": 0, "maximum": 3660, "title": "After days"},
            "channel": {"enum": ["notice", "mail"], "default": "notice", "title": "By"},
            "invoice": {"title": "Invoice"},
            "task": {"title": "Task"},
            "contact": {"title": "Contact"},
        },
    }

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        contact = work.settings.get("contact") or event_facts(work).get("contact", {}).get("id")
        contact_id = str(contact) if contact else None
        person = members.owner_of(session, work.organisation_id, contact_id)
        if person is None:
            raise refuse("nobody_to_remind", "/contact")
        channel = str(work.settings.get("channel") or "notice")
        zone = live.organisation(work.organisation_id).zone
        day = _day(work.settings, clock.today(zone))
        invoice_id, task_id = _reference(work.settings, "invoice"), _reference(work.settings, "task")
        late = tasks.is_paid(session, work.organisation_id, invoice_id) or tasks.is_done(
            session, work.organisation_id, task_id
        )
        new = reminders.NewReminder(
            channel=channel,
            due_on=day,
            zone=zone,
            settings=_settings(work.settings, channel, person, day),
            contact_id=contact_id,
            invoice_id=invoice_id,
            task_id=task_id,
            effect_id=work.id,
            state="cancelled" if late else "scheduled",
        )
        reminder = reminders.create(session, work.organisation_id, new)
        return Result({"reminder": reminder.id, "due_at": reminder.due_at.isoformat(), "settled": late})


def _reference(settings: Mapping[str, Any], name: str) -> str | None:
    return str(settings[name]) if settings.get(name) else None


def _day(settings: Mapping[str, Any], today: date) -> date:
    if settings.get("on"):
        try:
            return date.fromisoformat(str(settings["on"]))
        except ValueError as error:
            raise refuse("bad_date", "/on", value=str(settings["on"])) from error
    return today + timedelta(days=int(settings.get("after_days") or 0))


def _settings(settings: Mapping[str, Any], channel: str, person: str, day: date) -> dict[str, Json]:
    """The settings of the effect that the reminder becomes (`notify` or `send_email`)."""
    text = str(settings["text"])
    invoice = _reference(settings, "invoice")
    path = f"/invoices/{invoice}" if invoice else "/tasks"
    if channel == "notice":
        return {"user": person, "code": "reminder", "parameters": {"text": text}, "path": path}
    facts: dict[str, Json] = {"title": text, "path": path, "due": day.isoformat()}
    return {"template": "task-reminder", "to_user": person, "facts": facts}
