"""What happens to forms themselves, told to the rules."""

from licorne.adapters import clock
from licorne.models.form import Form, FormVersion
from licorne.models.guard import GuardedSession
from licorne.services import events, live


def version_published(session: GuardedSession, form: Form, version: FormVersion, actor: str) -> None:
    """Tells of a version that replaces another. Of a form's first one no rule can be told: rules name forms that exist."""
    if version.number == 1:
        return
    organisation = live.organisation(form.organisation_id)
    subject = events.Subject(
        organisation.id,
        "form.version_published",
        form.id,
        {
            "form": {"id": form.id, "slug": form.slug, "version": version.number, "title": form.name},
            "published_by": actor,
            "organisation": organisation.facts,
            "today": clock.today(organisation.zone).isoformat(),
        },
    )
    events.write(session, events.plan_event(organisation.index, organisation.stamp, subject))
