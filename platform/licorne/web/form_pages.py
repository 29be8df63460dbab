"""Forms as staff sees them: the public link, the live version and its questions, earlier versions, the JSON."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask_babel import get_locale
from sqlalchemy import ScalarSelect, func, select

from forms.definition import parse
from forms.text import localised
from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.form import Form, FormVersion, Submission
from licorne.services.parts import parts
from licorne.web.access import access
from licorne.web.identity import organisation_id
from licorne.web.paging import page_of
from licorne.web.words import field_type_word

blueprint = Blueprint("form_pages", __name__)
#: Versions listed on a form's page.
MOST = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A form in the list."""

    form: Form
    version: int | None
    submissions: int


@dataclass(frozen=True, slots=True)
class Question:
    """A field of a version, in words."""

    label: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """A form's page. `shown` is the live version, or the newest draft where none is live."""

    form: Form
    versions: list[FormVersion]
    shown: FormVersion | None
    questions: list[Question]
    document: str
    submissions: int

    @property
    def public_url(self) -> str:
        """The address to give to customers."""
        return parts().settings.base_url + url_for("public_form.show", slug=self.form.slug)


@blueprint.get("/forms")
@access("viewer")
def index() -> str:
    """All forms."""
    live = (FormVersion.organisation_id == Form.organisation_id) & (FormVersion.id == Form.live_version_id)
    statement = (
        select(Form, FormVersion.number, _submissions())
        .outerjoin(FormVersion, live)
        .where(Form.organisation_id == organisation_id())
    )
    page = page_of(statement, Form.id, lambda row: str(row[0].id), lambda row: Row(*row))
    return render_template("app/forms.html", page=page)


@blueprint.get("/forms/<uuid:form_id>")
@access("viewer")
def show(form_id: UUID) -> str:
    """One form."""
    return render_template("app/form.html", detail=_detail(str(form_id)))


def _submissions() -> ScalarSelect[int]:
    same = (Submission.organisation_id == Form.organisation_id) & (Submission.form_id == Form.id)
    return select(func.count(Submission.id)).where(same).correlate(Form).scalar_subquery()


def _detail(form_id: str) -> Detail:
    organisation = organisation_id()
    statement = select(Form, _submissions()).where(Form.organisation_id == organisation, Form.id == form_id)
    row = current_session().execute(statement).first()
    if row is None:
        raise NotFound(form_id)
    form, submissions = row
    versions = _versions(organisation, form_id)
    shown = next((each for each in versions if each.id == form.live_version_id), versions[0] if versions else None)
    return Detail(form, versions, shown, _questions(shown), _json(shown), submissions)


def _versions(organisation: str, form_id: str) -> list[FormVersion]:
    statement = (
        select(FormVersion)
        .where(FormVersion.organisation_id == organisation, FormVersion.form_id == form_id)
        .order_by(FormVersion.number.desc())
        .limit(MOST)
    )
    return list(current_session().scalars(statement))


def _questions(version: FormVersion | None) -> list[Question]:
    if version is None:
        return []
    definition = parse(version.document)
    language = str(get_locale())
    return [
        Question(
            localised(field.label, language, definition.default_language), field_type_word(field.type), field.required
        )
        for field in definition.fields
    ]


def _json(version: FormVersion | None) -> str:
    document: Any = version.document if version else {}
    return json.dumps(document, ensure_ascii=False, indent=2)
