"""Submissions: what people answered, and what came of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import or_, select

from licorne.adapters.ids import is_id
from licorne.errors import NotFound
from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.form import Form, FormVersion, Submission
from licorne.web.access import access
from licorne.web.answers import Answer, shown_answers
from licorne.web.identity import organisation_id
from licorne.web.paging import AnySelect, page_of, pattern, search_words
from licorne.web.run_list import RunRow, runs_about

blueprint = Blueprint("submissions", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """A submission in the list."""

    submission: Submission
    form_name: str
    contact_id: str
    contact_name: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A submission with its answers in words and the runs that answered it."""

    submission: Submission
    form: Form
    version: FormVersion
    contact: Contact
    answers: list[Answer]
    runs: list[RunRow]


@blueprint.get("/submissions")
@access("viewer")
def index() -> str:
    """The newest first; `?form=` keeps those of one form, `?q=` searches the contact."""
    words = search_words()
    page = page_of(_listed(words, request.args.get("form", "")), Submission.id, lambda row: str(row[0].id), _row)
    return render_template("app/submissions.html", page=page, words=words, form_id=request.args.get("form", ""))


@blueprint.get("/submissions/<uuid:submission_id>")
@access("viewer")
def show(submission_id: UUID) -> str:
    """One submission."""
    return render_template("app/submission.html", detail=_detail(str(submission_id)))


def _listed(words: str, form_id: str) -> AnySelect:
    organisation = organisation_id()
    statement = (
        select(Submission, Form.name, Contact.id, Contact.name)
        .join(Form, (Form.organisation_id == Submission.organisation_id) & (Form.id == Submission.form_id))
        .join(Contact, (Contact.organisation_id == Submission.organisation_id) & (Contact.id == Submission.contact_id))
        .where(Submission.organisation_id == organisation)
    )
    if is_id(form_id):
        statement = statement.where(Submission.form_id == form_id)
    if words:
        like = pattern(words)
        statement = statement.where(or_(Contact.name.ilike(like, escape="\\"), Contact.email.ilike(like, escape="\\")))
    return statement


def _row(row: Any) -> Row:
    return Row(*row)


def _detail(submission_id: str) -> Detail:
    organisation = organisation_id()
    row = (
        current_session()
        .execute(
            select(Submission, Form, FormVersion, Contact)
            .join(Form, (Form.organisation_id == Submission.organisation_id) & (Form.id == Submission.form_id))
            .join(
                FormVersion,
                (FormVersion.organisation_id == Submission.organisation_id)
                & (FormVersion.id == Submission.form_version_id),
            )
            .join(
                Contact, (Contact.organisation_id == Submission.organisation_id) & (Contact.id == Submission.contact_id)
            )
            .where(Submission.organisation_id == organisation, Submission.id == submission_id)
        )
        .first()
    )
    if row is None:
        raise NotFound(submission_id)
    submission, form, version, contact = row
    answers = shown_answers(version.document, submission.answers)
    return Detail(submission, form, version, contact, answers, runs_about(organisation, [submission.id]))


def url_of(submission_id: str) -> str:
    """The page of a submission."""
    return url_for("submissions.show", submission_id=submission_id)
