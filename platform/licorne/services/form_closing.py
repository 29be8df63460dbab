"""Forms that have closed, by their day or because they are full: the sweeper notices it and tells the rules, once."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import or_, select

from licorne.adapters import clock
from licorne.models.database import current_session, transaction
from licorne.models.event import Event
from licorne.models.form import Form, FormCount, FormVersion
from licorne.models.guard import EVERY, GuardedSession
from licorne.services import form_counts, form_events, form_limits, live
from licorne.services.live import LiveForm

KIND: Final = "form.closed"


def tick() -> int:
    """Tells of every live form that has closed since; how many."""
    return sum(_tell(organisation_id, version_id) for organisation_id, version_id in list(_limited()))


def _limited() -> Iterator[tuple[str, str]]:
    """Organisation and live version of the forms that may close at all."""
    limits = FormVersion.document["limits"]
    rows = current_session().execute(
        select(Form.organisation_id, FormVersion.id)
        .join(FormVersion, FormVersion.id == Form.live_version_id)
        .where(or_(limits["closes_at"].as_string().is_not(None), limits["total"].as_string().is_not(None)))
        .order_by(FormVersion.id)
        .execution_options(**{EVERY: "the sweeper serves all"})
    )
    return ((organisation_id, version_id) for organisation_id, version_id in rows)


def _tell(organisation_id: str, version_id: str) -> bool:
    form = live.version_of(organisation_id, version_id)
    reason = _reason(organisation_id, form)
    if not reason or _is_told(current_session(), organisation_id, form, reason):
        return False
    with transaction() as session:
        form_limits.lock(session, organisation_id, form.id)
        if _is_told(session, organisation_id, form, reason):  # another sweeper was faster
            return False
        form_events.tell(session, KIND, organisation_id, form, {"reason": reason})
        return True


def _reason(organisation_id: str, form: LiveForm) -> str:
    """`time`, `full`, or empty while it takes answers."""
    if form_limits.closed(form.definition, clock.now()) == "form_closed":
        return "time"
    most = form.definition.limits.get("total")
    taken = current_session().scalar(
        select(FormCount.number).where(
            FormCount.organisation_id == organisation_id,
            FormCount.form_id == form.id,
            FormCount.what == form_counts.TOTAL,
        )
    )
    return "full" if most is not None and (taken or 0) >= most else ""


def _is_told(session: GuardedSession, organisation_id: str, form: LiveForm, reason: str) -> bool:
    """Once per version and reason: who opens a form again publishes it anew."""
    told = session.scalars(
        select(Event.facts).where(
            Event.organisation_id == organisation_id, Event.subject_id == form.id, Event.kind == KIND
        )
    )
    return any((facts["form"], facts["reason"]) == (form_events.form_facts(form), reason) for facts in told)
