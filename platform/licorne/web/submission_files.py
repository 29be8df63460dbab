"""Submissions out of Licorne: CSV and XLSX of what the list shows."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort
from flask_babel import get_locale
from sqlalchemy import select

from forms.definition import FormDefinition
from licorne.adapters import clock
from licorne.models.database import current_session
from licorne.models.form import Form, Submission
from licorne.services import live, submission_care
from licorne.services.spreadsheet import Cell, csv_bytes, xlsx_bytes
from licorne.services.submission_search import Filters, Found, statement
from licorne.web.access import access
from licorne.web.answers import NOTHING, in_words, question_of
from licorne.web.identity import member, organisation_id, zone_of
from licorne.web.states import submission_marks
from licorne.web.submissions import asked_filters
from licorne.web.translate import _

blueprint = Blueprint("submissions_files", __name__)
#: Rows of one export; more of them are got by narrowing the filters.
MOST: Final = 10_000
_TOGETHER: Final = 500
_NUMBERS: Final = frozenset({"number", "money", "quantity", "percentage", "calculated"})
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/submissions/export.<kind>")
@access("member")
def export(kind: str) -> Response:
    """What the list shows, all pages of it."""
    if kind not in ("csv", "xlsx"):
        abort(404)
    filters = asked_filters()
    submission_care.note_export(organisation_id(), filters.form_id, kind, member().actor)
    rows = _rows(filters)
    body = xlsx_bytes(rows) if kind == "xlsx" else csv_bytes(rows, ";" if str(get_locale()) == "fr" else ",")
    name = f"submissions-{clock.today(zone_of(member())).isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, mimetype=_XLSX if kind == "xlsx" else "text/csv", headers=headers)


def _rows(filters: Filters) -> Iterator[list[Cell]]:
    names = _names(filters)
    fixed = [_("Number"), _("Form"), _("Version"), _("Received"), _("Contact"), _("E-mail"), _("Language"), _("Status")]
    yield [*fixed, *(heading for _name, heading in names)] if names else [*fixed, _("Answers")]
    zone = zone_of(member())
    number = 0
    for number, row in enumerate(_found(statement(organisation_id(), filters, zone)), 1):
        if number > MOST:
            yield [_("There are more than %(most)s. Narrow the filters to get the others.", most=MOST)]
            return
        yield _line(row, names, zone)


def _found(wanted: Found) -> Iterator[Any]:
    """All rows by the cursor, in portions."""
    after: str | None = None
    while True:
        part = wanted.where(Submission.id < after) if after else wanted
        rows = current_session().execute(part.order_by(Submission.id.desc()).limit(_TOGETHER)).all()
        yield from rows
        if len(rows) < _TOGETHER:
            return
        after = rows[-1][0].id


def _names(filters: Filters) -> list[tuple[str, str]]:
    """The questions that become columns: the chosen ones, or all of the form's live version."""
    definition = _live_definition(filters.form_id)
    if definition is None:
        return []
    wanted = filters.columns or tuple(field.id for field in definition.fields if field.answers)
    return [(name, question_of(definition, definition.by_id[name])) for name in wanted if name in definition.by_id]


def _live_definition(form_id: str) -> FormDefinition | None:
    version_id = (
        current_session().scalar(
            select(Form.live_version_id).where(Form.organisation_id == organisation_id(), Form.id == form_id)
        )
        if form_id
        else None
    )
    return live.version_of(organisation_id(), version_id).definition if version_id else None


def _line(row: Any, names: Sequence[tuple[str, str]], zone: str) -> list[Cell]:
    submission, form_name, _contact_id, contact_name, email = row
    version = live.version_of(submission.organisation_id, submission.form_version_id)
    received = submission.received_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    state = ", ".join(mark.word for mark in submission_marks(submission))
    fixed: list[Cell] = [
        submission.id, form_name, Decimal(version.number), received, contact_name, email or "", submission.language, state,
    ]  # fmt: skip
    if names:
        return fixed + [_cell(version.definition, submission, name) for name, _heading in names]
    return [*fixed, _all_answers(version.definition, submission)]


def _cell(definition: FormDefinition, submission: Submission, name: str) -> Cell:
    field, answer = definition.by_id.get(name), submission.current.get(name)
    if field is None or answer is None:
        return ""
    if field.type in _NUMBERS:
        try:
            return Decimal(str(answer))
        except InvalidOperation:
            return str(answer)
    if field.type in ("date", "date_time", "time"):
        return str(answer)
    words = in_words(definition, field, answer)
    return "" if words == NOTHING else words


def _all_answers(definition: FormDefinition, submission: Submission) -> str:
    if submission.erased_at:
        return ""
    fields = [(field, submission.current.get(field.id)) for field in definition.fields if field.answers]
    return "\n".join(
        _("%(title)s: %(detail)s", title=question_of(definition, field), detail=in_words(definition, field, answer))
        for field, answer in fields
        if answer is not None
    )
