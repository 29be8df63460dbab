"""Change what is known of a contact."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import select

from licorne.errors import Permanent, refuse
from licorne.models.contact import STAGES, Contact
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import audit
from licorne.services.action import Action, Result, Work
from licorne.services.facts import actor_of, contact_id_of
from rules.expression.json_types import Json

#: Attribute → how long it may be.
_LONGEST: Mapping[str, int] = {"name": 320, "email": 254, "phone": 40, "company": 320, "stage": 10, "language": 5}


class UpdateContact(Action):
    """Settings that are empty change nothing; with `only_blank` what is known already stays."""

    kind = "update_contact"
    effect_class = EffectClass.TRANSACTIONAL
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            "name": {"title": "Name"},
            "email": {"title": "E-mail"},
            "phone": {"title": "Phone"},
            "company": {"title": "Company"},
            "stage": {"enum": ["", *STAGES], "title": "Stage"},
            "language": {"enum": ["", "en", "fr"], "title": "Language"},
            "only_blank": {"type": "boolean", "default": False, "title": "Only where nothing is known"},
            "contact": {"title": "Contact"},
        },
    }

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        contact = _locked(session, work)
        changed = [name for name in _LONGEST if _set(contact, name, work.settings)]
        session.flush()
        if changed:
            parameters: dict[str, Json] = {"fields": [*changed]}
            audit.record(session, work.organisation_id, actor_of(work), "contact.updated", contact.id, parameters)
        return Result({"contact": contact.id, "changed": [*changed]})


def _locked(session: GuardedSession, work: Work) -> Contact:
    contact_id = contact_id_of(work)
    statement = select(Contact).where(Contact.organisation_id == work.organisation_id, Contact.id == contact_id)
    found = session.scalars(statement.with_for_update().execution_options(populate_existing=True)).first()
    if found is None:
        raise Permanent("contact_missing", contact_id)
    return found


def _set(contact: Contact, name: str, settings: Mapping[str, Any]) -> bool:
    """Whether the attribute is another one now."""
    wanted, known = " ".join(str(settings.get(name) or "").split()), getattr(contact, name)
    if not wanted or wanted == known or (known and settings.get("only_blank") is True):
        return False
    if len(wanted) > _LONGEST[name]:
        raise refuse("text_too_long", f"/{name}", limit=str(_LONGEST[name]))
    setattr(contact, name, wanted)
    return True
