"""Whether anybody hears an event: some happen so often that they are only written down where a published rule answers them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.guard import EVERY
from licorne.models.rule import Rule, RuleActivation, RuleVersion
from licorne.services.live import LiveOrganisation


@dataclass(frozen=True, slots=True)
class Listener:
    """A live rule of any organisation, with its trigger's settings and since when it is there."""

    organisation_id: str
    settings: dict[str, Any]
    since: datetime


def listeners(kind: str) -> Iterator[Listener]:
    """Those of everybody to events of this kind: for the sweeper, which notices by itself what they wait for."""
    rows = current_session().execute(
        select(Rule.organisation_id, RuleVersion.document, RuleActivation.active_from)
        .join(RuleVersion, RuleVersion.id == Rule.live_version_id)
        .join(RuleActivation, RuleActivation.rule_version_id == RuleVersion.id)
        .where(RuleVersion.trigger_kind == kind, RuleActivation.until_stamp.is_(None))
        .order_by(RuleVersion.id)
        .execution_options(**{EVERY: "the sweeper serves all"})
    )
    for organisation_id, raw, active_from in rows:
        document: Any = raw
        yield Listener(organisation_id, document["trigger"]["settings"], active_from)


def is_heard(organisation: LiveOrganisation, kind: str, slug: str) -> bool:
    """Whether a live rule answers events of this kind about this form, or a run may be waiting for one."""
    index = organisation.index
    return kind in index.awaited or any(slug in slugs_of(settings.get("form")) for settings in index.settings_of(kind))


def slugs_of(form: object) -> tuple[str, ...]:
    """The forms that a trigger's setting names: one, or several."""
    named = form if isinstance(form, list) else [form]
    return tuple(one for one in named if isinstance(one, str))
