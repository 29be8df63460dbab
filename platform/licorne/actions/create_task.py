"""Create a task for a person."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from licorne.adapters import clock
from licorne.errors import refuse
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import live, members, tasks
from licorne.services.action import Action, Result, Work
from licorne.services.facts import actor_of, event_facts
from rules.expression.json_types import Json

LONGEST = 320


class CreateTask(Action):
    """The task goes to the contact's owner; `completes_on` lets an event complete it."""

    kind = "create_task"
    effect_class = EffectClass.TRANSACTIONAL
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "required": ["title"],
        "additionalProperties": False,
        "properties": {
            "title": {"type": "string", "title": "Title"},
            "note": {"type": "string", "title": "Note"},
            "due_on": {"title": "Due on"},
            "due_days": {"type": "integer", "minimum": 0, "maximum": 3660, "title": "Due after days"},
            "invoice": {"title": "Invoice"},
            "completes_on": {"enum": ["", "invoice.paid"], "title": "Completed by"},
            "contact": {"title": "Contact"},
        },
    }

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        settings = work.settings
        contact = settings.get("contact") or event_facts(work).get("contact", {}).get("id")
        contact_id = str(contact) if contact else None
        title = " ".join(str(settings["title"]).split())[:LONGEST]
        if not title:
            raise refuse("task_without_title", "/title")
        new = tasks.NewTask(
            title=title,
            note=str(settings.get("note") or ""),
            contact_id=contact_id,
            invoice_id=str(settings["invoice"]) if settings.get("invoice") else None,
            assignee_id=members.owner_of(session, work.organisation_id, contact_id),
            due_on=_due(settings, work.organisation_id),
            completes_on=str(settings.get("completes_on") or ""),
            effect_id=work.id,
        )
        task = tasks.create(session, work.organisation_id, new, actor_of(work))
        due_on = task.due_on.isoformat() if task.due_on else None
        return Result({"task": task.id, "title": title, "due_on": due_on, "settled": task.state == "done"})


def _due(settings: Mapping[str, Any], organisation_id: str) -> date | None:
    if settings.get("due_on"):
        try:
            return date.fromisoformat(str(settings["due_on"]))
        except ValueError as error:
            raise refuse("bad_date", "/due_on", value=str(settings["due_on"])) from error
    if settings.get("due_days") is None:
        return None
    return clock.today(live.organisation(organisation_id).zone) + timedelta(days=int(settings["due_days"]))
