"""Places that a correction by the customer would take: an option of which nothing is left cannot be changed to.

Staff may: they know what they do. What was chosen before is no new choice, however full it is by now.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from forms.definition import FormDefinition
from forms.fields.choice import Option
from forms.text import localised
from licorne.errors import Conflict
from licorne.models.form import Submission
from licorne.models.guard import GuardedSession
from licorne.services import form_limits
from licorne.services.live import LiveForm
from rules.expression.json_types import Json

_Choice = tuple[str, str]


def judge(session: GuardedSession, form: LiveForm, submission: Submission, answers: Mapping[str, Json]) -> None:
    """Raises Conflict where all places of a newly chosen option are taken; others who want them wait until the transaction ends."""
    most = form.definition.limits.get("per_option", {})
    wanted = set(_chosen(most, answers)) - set(_chosen(most, submission.current))
    if not wanted:
        return
    form_limits.lock(session, submission.organisation_id, form.id)
    taken = Counter(one for other in _others(session, submission) for one in _chosen(most, other))
    for field, value in sorted(wanted):
        if taken[field, value] >= most[field][value]:
            raise Conflict("option_full", option=_label(form.definition, field, value, submission.language))


def _chosen(most: Mapping[str, Mapping[str, int]], answers: Mapping[str, Json]) -> Iterable[_Choice]:
    """The limited options that are chosen."""
    for field, options in most.items():
        chosen = answers.get(field)
        for value in chosen if isinstance(chosen, list) else [chosen]:
            if isinstance(value, str) and value in options:
                yield field, value


def _others(session: GuardedSession, submission: Submission) -> Iterable[Mapping[str, Json]]:
    """The answers of the form that take a place beside this one's."""
    statement = select(Submission.answers, Submission.edited).where(
        Submission.organisation_id == submission.organisation_id,
        Submission.form_id == submission.form_id,
        Submission.id != submission.id,
        Submission.spam_at.is_(None),
        Submission.withdrawn_at.is_(None),
        Submission.deleted_at.is_(None),
    )
    for answers, edited in session.execute(statement):
        yield answers if edited is None else edited


def _label(definition: FormDefinition, field: str, value: str, language: str) -> str:
    options: Iterable[Option] = getattr(definition.by_id[field], "options", ())
    found: Mapping[str, str] = next((option.label for option in options if option.value == value), {})
    return localised(found, language, definition.default_language) or value
