"""Write a note on a contact."""

from collections.abc import Mapping
from typing import Any, ClassVar

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import refuse
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.models.note import ContactNote
from licorne.services import audit
from licorne.services.action import Action, Result, Work
from licorne.services.facts import actor_of, contact_id_of
from rules.expression.json_types import Json

LONGEST = 10_000


class AddNote(Action):
    """The note stays as it was written."""

    kind = "add_note"
    effect_class = EffectClass.TRANSACTIONAL
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "required": ["text"],
        "additionalProperties": False,
        "properties": {"text": {"type": "string", "title": "Note"}, "contact": {"title": "Contact"}},
    }

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        text = str(work.settings["text"]).strip()[:LONGEST]
        if not text:
            raise refuse("note_without_text", "/text")
        note = ContactNote(
            id=new_id(),
            organisation_id=work.organisation_id,
            contact_id=contact_id_of(work),
            text=text,
            author=actor_of(work),
            effect_id=work.id,
            created_at=clock.now(),
        )
        session.add(note)
        session.flush()
        audit.record(session, work.organisation_id, actor_of(work), "contact.noted", note.contact_id)
        return Result({"note": note.id, "contact": note.contact_id})
