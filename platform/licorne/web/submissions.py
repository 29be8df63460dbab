"""Submissions: the list with its filters, and one of them with what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, send_file, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from forms.definition import FormDefinition, parse
from forms.file_questions import files_in
from forms.file_types import TYPES
from forms.uploads import Upload
from licorne.errors import NotFound
from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.form import Form, FormVersion, Submission
from licorne.services import customer_links, live, saved_views, uploads
from licorne.services.customer_links import Standing
from licorne.services.submission_search import Filters, statement
from licorne.web.access import access
from licorne.web.answers import NOTHING, Answer, in_words, question_of, shown_answers
from licorne.web.identity import member, organisation_id, zone_of
from licorne.web.paging import page_of
from licorne.web.people import actor_name
from licorne.web.run_list import RunRow, runs_about
from licorne.web.submission_history import Change, changes_of
from licorne.web.tabs import Tab, tab
from licorne.web.translate import _

blueprint = Blueprint("submissions", __name__)
PLACE = "submissions"
#: Forms that can be chosen in the filter.
_FORMS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A submission in the list; `cells` are the answers of the chosen columns."""

    submission: Submission
    form_name: str
    contact_id: str
    contact_name: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Detail:
    """A submission with its answers in words, its corrections, and the runs that answered it."""

    submission: Submission
    form: Form
    version: FormVersion
    contact: Contact
    answers: list[Answer]
    changes: list[Change]
    filled_in_by: str
    runs: list[RunRow]
    files: list[Upload]
    #: Ids of the files that a correction has taken out of the answers.
    taken_out: frozenset[str]
    link: Standing | None


@blueprint.get("/submissions")
@access("viewer")
def index() -> str:
    """The newest first, narrowed by the address: form, state, days, contact, answer."""
    filters = asked_filters()
    definition = _definition(filters.form_id)
    found = statement(organisation_id(), filters, zone_of(member()))
    page = page_of(found, Submission.id, lambda row: str(row[0].id), lambda row: _row(row, filters.columns))
    views = saved_views.of_place(organisation_id(), PLACE)
    return render_template(
        "app/submissions.html",
        page=page,
        filters=filters,
        forms=_forms(),
        questions=_questions(definition),
        headings=[_heading(definition, name) for name in filters.columns],
        states=state_words(),
        tabs=list_tabs(request.args.get("view") or filters.state, views),
        view=next((view for view in views if view.id == request.args.get("view")), None),
        query=filters.as_query(),
    )


@blueprint.get("/submissions/<uuid:submission_id>")
@access("viewer")
def show(submission_id: UUID) -> str:
    """One submission."""
    return render_template("app/submission.html", detail=detail_of(str(submission_id)))


@blueprint.get("/submissions/<uuid:submission_id>/print")
@access("viewer")
def paper(submission_id: UUID) -> str:
    """The same for paper: the form, who answered, and the answers."""
    return render_template("app/submission_paper.html", detail=detail_of(str(submission_id)))


@blueprint.get("/submissions/<uuid:submission_id>/files/<uuid:upload_id>")
@access("viewer")
def download(submission_id: UUID, upload_id: UUID) -> Response:
    """A file that the customer added, to be saved: no browser shows here what a stranger sent."""
    found = uploads.load(organisation_id(), str(submission_id), str(upload_id))
    media = TYPES[found.upload.kind].media
    return send_file(BytesIO(found.content), media, as_attachment=True, download_name=found.upload.name)


def asked_filters() -> Filters:
    """What the address asks for."""
    return Filters.read(request.args, tuple(request.args.getlist("columns")))


def state_words() -> list[tuple[str, str]]:
    """States to choose from."""
    return [
        ("", _("All but spam")),
        ("edited", _("Corrected")),
        ("withdrawn", _("Withdrawn")),
        ("by_staff", _("Filled in by staff")),
        ("spam", _("Spam")),
        ("deleted", _("Deleted")),
    ]


def list_tabs(current: str, views: Sequence[saved_views.SavedView] = ()) -> list[Tab]:
    """The views of the list; `current` is a state, `held`, or the id of a saved view."""
    fixed = {"": _("All"), "spam": _("Spam"), "held": _("Caught"), "deleted": _("Deleted")}
    addresses = {"held": url_for("submissions_held.index")}
    tabs = [
        tab(word, addresses.get(state) or url_for("submissions.index", state=state or None), current == state)
        for state, word in fixed.items()
    ]
    return tabs + [tab(one.name, _view_url(one), current == one.id) for one in views]


def _view_url(view: saved_views.SavedView) -> str:
    arguments: Mapping[str, Any] = view.query
    return url_for("submissions.index", **arguments, view=view.id)


def _forms() -> list[tuple[str, str]]:
    rows = current_session().execute(
        select(Form.id, Form.name)
        .where(Form.organisation_id == organisation_id())
        .order_by(Form.id.desc())
        .limit(_FORMS)
    )
    return [("", _("All forms")), *((str(one), name) for one, name in rows)]


def _definition(form_id: str) -> FormDefinition | None:
    """The live definition of the chosen form: its questions can be columns."""
    if not form_id:
        return None
    version_id = current_session().scalar(
        select(Form.live_version_id).where(Form.organisation_id == organisation_id(), Form.id == form_id)
    )
    return live.version_of(organisation_id(), version_id).definition if version_id else None


def _questions(definition: FormDefinition | None) -> list[tuple[str, str]]:
    fields = definition.fields if definition else ()
    return [(field.id, question_of(definition, field)) for field in fields if definition and field.answers]


def _heading(definition: FormDefinition | None, name: str) -> str:
    field = definition.by_id.get(name) if definition else None
    return question_of(definition, field) if definition and field else name


def _row(row: Any, columns: tuple[str, ...]) -> Row:
    submission, form_name, contact_id, contact_name, _email = row
    return Row(submission, form_name, contact_id, contact_name, [_cell(submission, name) for name in columns])


def _cell(submission: Submission, name: str) -> str:
    """An answer by the version that asked; a dash where that had no such question."""
    if submission.erased_at:
        return NOTHING
    definition = live.version_of(submission.organisation_id, submission.form_version_id).definition
    field = definition.by_id.get(name)
    return in_words(definition, field, submission.current.get(name)) if field else NOTHING


def detail_of(submission_id: str) -> Detail:
    """Everything about one submission. Raises NotFound."""
    organisation = organisation_id()
    same = Submission.organisation_id
    row = (
        current_session()
        .execute(
            select(Submission, Form, FormVersion, Contact)
            .join(Form, (Form.organisation_id == same) & (Form.id == Submission.form_id))
            .join(FormVersion, (FormVersion.organisation_id == same) & (FormVersion.id == Submission.form_version_id))
            .join(Contact, (Contact.organisation_id == same) & (Contact.id == Submission.contact_id))
            .where(Submission.organisation_id == organisation, Submission.id == submission_id)
        )
        .first()
    )
    if row is None:
        raise NotFound(submission_id)
    submission, form, version, contact = row
    files = uploads.of_submission(organisation, submission.id)
    return Detail(
        submission,
        form,
        version,
        contact,
        answers=[] if submission.erased_at else shown_answers(version.document, submission.current),
        changes=changes_of(submission),
        filled_in_by=actor_name(submission.filled_in_by) if submission.filled_in_by else "",
        runs=runs_about(organisation, [submission.id]),
        files=list(files.values()),
        taken_out=frozenset(files) - frozenset(files_in(parse(version.document), submission.current)),
        link=customer_links.standing(submission),
    )


def url_of(submission_id: str) -> str:
    """The page of a submission."""
    return url_for("submissions.show", submission_id=submission_id)
