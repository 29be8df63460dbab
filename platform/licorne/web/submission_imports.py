"""Submissions from a CSV file or a workbook: looked at first, with every row that is wrong, then taken over."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from sqlalchemy import select
from werkzeug.wrappers import Response

from licorne.adapters import workbook
from licorne.adapters.ids import is_id, new_id
from licorne.errors import Conflict, NotFound, Refused, refuse
from licorne.models.database import current_session
from licorne.models.form import Form
from licorne.services import live, submission_import
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.submission_import import Row, Sheet
from licorne.web.access import access
from licorne.web.answers import question_of
from licorne.web.identity import member, organisation_id
from licorne.web.messages import sentence
from licorne.web.translate import ngettext

blueprint = Blueprint("submissions_imports", __name__)
#: Rows with mistakes that are shown.
MOST_SHOWN: Final = 50
#: Forms to choose from.
_FORMS: Final = 200
Answer = str | Response | tuple[str, int]


@blueprint.get("/submissions/import")
@access("member")
def choose() -> str:
    """Which form, and the file."""
    return _page(request.args.get("form", ""), "", None, "")


@blueprint.post("/submissions/import")
@access("member")
def look() -> Answer:
    """What the file would become; with `go`, has it become that."""
    form_id = request.form.get("form", "")
    text = ""
    try:
        text = _text()
        form, organisation = _form(form_id)
        sheet = submission_import.read(form, organisation, text, str(get_locale()))
        if "go" in request.form:
            return _go(form, organisation, sheet)
    except Refused as refused:
        return _page(form_id, "", None, sentence(refused.problems[0])), 422
    except Conflict as conflict:
        return _page(form_id, text, sheet, sentence(conflict.problem)), 409
    return _page(form_id, text, sheet, "")


def _go(form: LiveForm, organisation: LiveOrganisation, sheet: Sheet) -> Response:
    page = request.form.get("page", "")
    language = form.definition.default_language
    nonce = page if is_id(page) else new_id()
    number = submission_import.take_over(form, organisation, sheet, nonce, language, member().actor)
    flash(ngettext("%(num)s submission imported.", "%(num)s submissions imported.", number), "ok")
    return redirect(url_for("submissions.index", form=form.id, state="by_staff"))


def _text() -> str:
    """The file as it was uploaded, or as the page before carries it along."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return request.form.get("text", "")
    data: bytes = upload.read()
    if workbook.is_workbook(data):
        return workbook.as_text(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # how Excel writes CSV by itself


def _form(form_id: str) -> tuple[LiveForm, LiveOrganisation]:
    if not form_id:
        raise refuse("no_form_chosen", "form")
    slug = (
        current_session().scalar(
            select(Form.slug).where(
                Form.organisation_id == organisation_id(), Form.id == form_id, Form.live_version_id.is_not(None)
            )
        )
        if is_id(form_id)
        else None
    )
    if slug is None:
        raise NotFound(form_id)
    return live.form_at(slug)


def _page(form_id: str, text: str, sheet: Sheet | None, problem: str) -> str:
    forms = current_session().execute(
        select(Form.id, Form.name)
        .where(Form.organisation_id == organisation_id(), Form.live_version_id.is_not(None))
        .order_by(Form.id.desc())
        .limit(_FORMS)
    )
    return render_template(
        "app/submission_import.html",
        forms=[(str(one), name) for one, name in forms],
        form_id=form_id,
        text=text,
        sheet=sheet,
        problem=problem,
        page_id=new_id(),
        wrong=_wrong(form_id, sheet.bad[:MOST_SHOWN]) if sheet else [],
    )


def _wrong(form_id: str, rows: list[Row]) -> list[tuple[int, str, str]]:
    """Row, question and what is wrong, in words."""
    definition = _form(form_id)[0].definition
    return [
        (row.number, question_of(definition, field) if field else problem.place, sentence(problem))
        for row in rows
        for problem in row.problems
        for field in [definition.by_id.get(problem.place.partition(".")[0])]
    ]
