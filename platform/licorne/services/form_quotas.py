"""Telling that all places of a form, or of an option, are taken: in the transaction that takes the last one."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from sqlalchemy import select

from forms.text import localised
from licorne.models.event import Event
from licorne.models.guard import GuardedSession
from licorne.services import form_counts, form_events, listening, live
from licorne.services.live import LiveForm
from rules.expression.json_types import Json

KIND: Final = "form.quota_reached"


class Quota(NamedTuple):
    """A limit by the name of its count; `field` and `option` are empty for the whole form."""

    what: str
    most: int
    field: str = ""
    option: str = ""


def tell(
    session: GuardedSession, organisation_id: str, form: LiveForm, before: Mapping[str, int], after: Mapping[str, int]
) -> None:
    """Tells of each quota that was not reached before. Once per version: a place that was given back and taken again is no news."""
    reached = [one for one in _quotas(form) if before.get(one.what, 0) < one.most <= after.get(one.what, 0)]
    if not reached or not listening.is_heard(live.organisation(organisation_id), KIND, form.slug):
        return
    told = list(_told(session, organisation_id, form))
    for quota in reached:
        facts = _facts(form, quota)
        if (form_events.form_facts(form), facts) not in told:
            form_events.tell(session, KIND, organisation_id, form, {"quota": facts})


def _quotas(form: LiveForm) -> Iterator[Quota]:
    limits = form.definition.limits
    if "total" in limits:
        yield Quota(form_counts.TOTAL, limits["total"])
    for field, most in limits.get("per_option", {}).items():
        for option, number in most.items():
            yield Quota(form_counts.option(field, option), number, field, option)


def _facts(form: LiveForm, quota: Quota) -> Json:
    kind = "option" if quota.option else "form"
    return {
        "of": kind,
        "field": quota.field,
        "option": quota.option,
        "label": _label(form, quota),
        "most": quota.most,
    }


def _label(form: LiveForm, quota: Quota) -> str:
    """The option as the form's own language calls it; empty for the whole form."""
    language = form.definition.default_language
    offered = getattr(form.definition.by_id.get(quota.field), "options", ())
    found: Mapping[str, str] = next((one.label for one in offered if one.value == quota.option), {})
    return localised(found, language, language)


def _told(session: GuardedSession, organisation_id: str, form: LiveForm) -> Iterator[tuple[Json, Json]]:
    events = session.scalars(
        select(Event.facts).where(
            Event.organisation_id == organisation_id, Event.subject_id == form.id, Event.kind == KIND
        )
    )
    return ((facts["form"], facts["quota"]) for facts in events)
