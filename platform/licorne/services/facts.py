"""Facts of events, for actions that need more than their settings say."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from licorne.errors import Permanent
from licorne.models.database import current_session
from licorne.models.event import Event
from licorne.services.action import Work


def event_facts(work: Work) -> Mapping[str, Any]:
    """The facts that the effect's rule looked at; empty for an effect of a click."""
    if work.event_id is None:
        return {}
    facts = current_session().scalar(
        select(Event.facts).where(Event.organisation_id == work.organisation_id, Event.id == work.event_id)
    )
    if facts is None:
        raise Permanent("event_missing", work.event_id)
    return facts


def contact_id_of(work: Work) -> str:
    """The contact that an effect is about: its setting `contact`, else the event's.

    Raises:
        Permanent: neither names one.
    """
    found = work.settings.get("contact") or event_facts(work).get("contact", {}).get("id")
    if not found:
        raise Permanent("no_contact", work.step)
    return str(found)


def actor_of(work: Work) -> str:
    """How the audit trail names an effect."""
    return f"effect:{work.id}"
