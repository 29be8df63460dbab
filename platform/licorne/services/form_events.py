"""What happens to forms themselves, told to the rules."""

from collections.abc import Mapping

from forms.text import localised
from licorne.adapters import clock
from licorne.models.form import Form, FormVersion
from licorne.models.guard import GuardedSession
from licorne.services import events, live
from licorne.services.live import LiveForm
from rules.expression.json_types import Json


def version_published(session: GuardedSession, form: Form, version: FormVersion, actor: str) -> None:
    """Tells of a version that replaces another. Of a form's first one no rule can be told: rules name forms that exist."""
    if version.number > 1:
        shown = live.version_of(form.organisation_id, version.id)
        tell(session, "form.version_published", form.organisation_id, shown, {"published_by": actor})


def tell(session: GuardedSession, kind: str, organisation_id: str, form: LiveForm, more: Mapping[str, Json]) -> None:
    """Writes an event about a form within the caller's transaction. `more` are its own facts."""
    tell_about(session, kind, organisation_id, form, form.id, more)


def tell_about(
    session: GuardedSession, kind: str, organisation_id: str, form: LiveForm, subject_id: str, more: Mapping[str, Json]
) -> None:
    """The same for something of a form that is no submission: a page that was shown, answers that were put aside."""
    organisation = live.organisation(organisation_id)
    facts: dict[str, Json] = {
        "form": form_facts(form),
        "organisation": organisation.facts,
        "today": clock.today(organisation.zone).isoformat(),
        **more,
    }
    subject = events.Subject(organisation.id, kind, subject_id, facts)
    events.write(session, events.plan_event(organisation.index, organisation.stamp, subject))


def form_facts(form: LiveForm) -> dict[str, Json]:
    """A version of a form as rules see it, its title in its own language."""
    language = form.definition.default_language
    title = localised(form.definition.title, language, language)
    return {"id": form.id, "slug": form.slug, "version": form.number, "title": title}
