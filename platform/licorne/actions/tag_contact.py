"""Put a tag on a contact."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy.dialects import postgresql, sqlite

from licorne.adapters import clock
from licorne.errors import refuse
from licorne.models.base import table_of
from licorne.models.contact import ContactTag
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import audit
from licorne.services.action import Action, Result, Work
from licorne.services.facts import actor_of, contact_id_of
from rules.expression.json_types import Json

LONGEST = 80


class TagContact(Action):
    """A tag that is there already stays as it is."""

    kind = "tag_contact"
    effect_class = EffectClass.TRANSACTIONAL
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "required": ["tag"],
        "additionalProperties": False,
        "properties": {
            "tag": {"type": "string", "minLength": 1, "maxLength": LONGEST, "title": "Tag"},
            "contact": {"title": "Contact"},
        },
    }

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        tag = " ".join(str(work.settings["tag"]).split())
        if not tag or len(tag) > LONGEST:
            raise refuse("bad_tag", "/tag", most=str(LONGEST))
        contact_id = contact_id_of(work)
        dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
        row = {
            "organisation_id": work.organisation_id,
            "contact_id": contact_id,
            "tag": tag,
            "effect_id": work.id,
            "created_at": clock.now(),
        }
        session.execute(dialect.insert(table_of(ContactTag)).values(row).on_conflict_do_nothing())
        audit.record(session, work.organisation_id, actor_of(work), "contact.tagged", contact_id, {"tag": tag})
        return Result({"contact": contact_id, "tag": tag})
