"""The corrections of a submission in words: who, when, and each answer before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forms.definition import FormDefinition
from forms.fields.base import Field
from forms.fields.file import File
from forms.uploads import Upload
from licorne.models.form import Submission
from licorne.models.submission import SubmissionEdit
from licorne.services import live, uploads
from licorne.services.submission_edits import changed_names, history
from licorne.web.answers import in_words, question_of
from licorne.web.people import actor_name
from rules.expression.json_types import Json


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that was corrected."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One correction."""

    id: str
    who: str
    at: datetime
    differences: list[Difference]


def changes_of(submission: Submission) -> list[Change]:
    """All corrections, newest first; the last one's `before` is what was sent."""
    return [
        Change(one.id, actor_name(one.actor), one.at, _differences(submission, one))
        for one in history(submission.organisation_id, submission.id)
    ]


def _differences(submission: Submission, edit: SubmissionEdit) -> list[Difference]:
    definition = live.version_of(submission.organisation_id, submission.form_version_id).definition
    files = uploads.of_submission(submission.organisation_id, submission.id)
    fields = [field for name in changed_names(edit.before, edit.after) if (field := definition.by_id.get(name))]
    return [
        Difference(
            question_of(definition, field),
            _words(definition, field, edit.before.get(field.id), files),
            _words(definition, field, edit.after.get(field.id), files),
        )
        for field in fields
    ]


def _words(definition: FormDefinition, field: Field, answer: Json, files: Mapping[str, Upload]) -> str:
    """Files by their names: how many there are says nothing of which one was exchanged."""
    if isinstance(field, File) and isinstance(answer, list) and answer:
        return ", ".join(files[str(one)].name if str(one) in files else "…" for one in answer)
    return in_words(definition, field, answer)
