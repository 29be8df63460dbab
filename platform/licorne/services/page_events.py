"""What happens on a public page before anything is sent, told to the rules that want to hear it: about the page, never about a person."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from licorne.models.database import transaction
from licorne.models.event import Event
from licorne.models.guard import GuardedSession
from licorne.services import form_events, form_limits, listening
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.uploads import Page
from rules.expression.json_types import Json
from rules.expression.problem import Problem

STARTED: Final = "submission.started"
FILE_REFUSED: Final = "submission.file_refused"
#: Files of one page whose refusal is told at most.
MOST: Final = 20


def started(form: LiveForm, organisation: LiveOrganisation, page: str) -> bool:
    """Tells that somebody began to answer, once per page; False where nobody hears it or it was told."""
    if not listening.is_heard(organisation, STARTED, form.slug):
        return False
    with transaction() as session:
        form_limits.lock(session, organisation.id, form.id)
        if _told(session, organisation.id, STARTED, page):
            return False
        form_events.tell_about(session, STARTED, organisation.id, form, page, {"page": {"id": page}})
        return True


def file_refused(form: LiveForm, organisation: LiveOrganisation, page: Page, problems: Sequence[Problem]) -> int:
    """Tells of files that a question did not take, each question and reason once per page; how many were told. Nothing of the file
    is told, not even its name.
    """
    if not problems or not listening.is_heard(organisation, FILE_REFUSED, form.slug):
        return 0
    with transaction() as session:
        form_limits.lock(session, organisation.id, form.id)
        told = [facts["file"] for facts in _told(session, organisation.id, FILE_REFUSED, page.token)]
        wanted = [facts for one in problems if (facts := _file_facts(form, one)) not in told][: MOST - len(told)]
        for facts in wanted:
            more: dict[str, Json] = {"page": {"id": page.token}, "file": facts}
            form_events.tell_about(session, FILE_REFUSED, organisation.id, form, page.token, more)
        return len(wanted)


def _file_facts(form: LiveForm, problem: Problem) -> Json:
    """The question by its id and by the form's own words."""
    field = problem.place.partition(".")[0]
    language = form.definition.default_language
    label = form.definition.by_id[field].label.get(language, "")
    return {"question": field, "label": label, "reason": problem.code}


def _told(session: GuardedSession, organisation_id: str, kind: str, page: str) -> list[dict[str, Json]]:
    statement = select(Event.facts).where(
        Event.organisation_id == organisation_id, Event.subject_id == page, Event.kind == kind
    )
    return list(session.scalars(statement))
