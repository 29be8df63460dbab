"""What was answered before, for forms whose logic asks: hashes of answers, kept with submissions and looked up by an index."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import and_, delete, or_, select

from forms.definition import FormDefinition
from forms.definition import parse as parse_form
from forms.logic_past import comparable
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.database import current_session
from licorne.models.form import Form, FormVersion, Submission
from licorne.models.guard import GuardedSession
from licorne.models.submission import SubmissionValue
from licorne.services.live import LiveForm
from licorne.services.posts import Post
from rules.expression.json_types import Json
from rules.expression.operators.past import PAST

_VALUE: Final = table_of(SubmissionValue)
#: Submissions that are read at once where a form begins to ask.
_CHUNK: Final = 500


def known(organisation_id: str, form: LiveForm, answers: Mapping[str, Json]) -> dict[str, Json]:
    """The fact `past` for these answers; one query, and none where no question is answered that asks for it."""
    asked = dict(_hashes(form.definition, form.definition.past_questions, answers))
    if not asked:
        return {}
    wanted = [
        and_(SubmissionValue.question == name, SubmissionValue.value_sha256 == value) for name, value in asked.items()
    ]
    found = current_session().scalars(
        select(SubmissionValue.question)
        .join(
            Submission,
            and_(
                Submission.organisation_id == SubmissionValue.organisation_id,
                Submission.id == SubmissionValue.submission_id,
            ),
        )
        .where(
            SubmissionValue.organisation_id == organisation_id,
            SubmissionValue.form_id == form.id,
            or_(*wanted),
            Submission.organisation_id == organisation_id,
            Submission.spam_at.is_(None),
            Submission.withdrawn_at.is_(None),
            Submission.deleted_at.is_(None),
        )
        .distinct()
    )
    there = set(found)
    return {PAST: {f"answers.{name}": name in there for name in asked}}


def keep(session: GuardedSession, accepted: Sequence[tuple[Post, str]]) -> None:
    """Keeps the hashes of new submissions, within the transaction that accepts them."""
    rows = [
        _row(post.organisation.id, post.form.id, submission_id, name, value)
        for post, submission_id in accepted
        if post.form.definition.past_questions
        for name, value in _hashes(post.form.definition, post.form.definition.past_questions, post.posted.answers)
    ]
    if rows:
        insert_rows(session, _VALUE, rows)


def begin(session: GuardedSession, form: Form, definition: FormDefinition, before: FormVersion | None) -> None:
    """Fills in what was answered before the form's logic asked for it, where a version that asks for more is published."""
    if not definition.past_questions:
        return
    asked = parse_form(before.document).past_questions if before else ()
    new = [name for name in definition.past_questions if name not in asked]
    if before is None or not new:
        return
    session.execute(
        delete(SubmissionValue).where(
            SubmissionValue.organisation_id == form.organisation_id,
            SubmissionValue.form_id == form.id,
            SubmissionValue.question.in_(new),
        )
    )
    for chunk in _earlier(session, form):
        rows = [
            _row(form.organisation_id, form.id, submission_id, name, value)
            for submission_id, answers in chunk
            for name, value in _hashes(definition, new, answers)
        ]
        insert_rows(session, _VALUE, rows)


def _earlier(session: GuardedSession, form: Form) -> Iterator[Sequence[tuple[str, dict[str, Json]]]]:
    last = ""
    while True:
        statement = select(Submission.id, Submission.answers).where(
            Submission.organisation_id == form.organisation_id, Submission.form_id == form.id
        )
        after = statement.where(Submission.id > last) if last else statement
        rows = session.execute(after.order_by(Submission.id).limit(_CHUNK)).all()
        if not rows:
            return
        yield [(row[0], row[1]) for row in rows]
        last = rows[-1][0]


def _hashes(definition: FormDefinition, names: Sequence[str], answers: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for name in names:
        text = comparable(definition.by_id[name], answers.get(name))
        if text is not None:
            yield name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _row(organisation_id: str, form_id: str, submission_id: str, name: str, value: str) -> dict[str, str]:
    return {
        "organisation_id": organisation_id,
        "form_id": form_id,
        "submission_id": submission_id,
        "question": name,
        "value_sha256": value,
    }
