"""New forms: empty ones, worked-out ones from the gallery, copies, and documents that somebody exported."""

import json
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from forms.strict_json import loads
from licorne.errors import NotFound, Refused, refuse
from licorne.services import drafts, form_templates, live
from licorne.services.draft_rows import Document
from licorne.web.access import access
from licorne.web.builder_answers import file_of
from licorne.web.identity import member, organisation_id
from licorne.web.messages import sentence
from licorne.web.translate import _

blueprint = Blueprint("form_gallery", __name__)
Answer = str | Response | tuple[str, int]
_BLANK: Final = ""


@blueprint.get("/forms/new")
@access("member")
def index() -> str:
    """What a form can begin with."""
    return _page("")


@blueprint.post("/forms/new")
@access("member")
def begin() -> Response:
    """Begins an empty form, or one from the gallery (`template`)."""
    key = request.form.get("template", _BLANK)
    document = _blank() if key == _BLANK else _from_gallery(key)
    return _opened(drafts.create(organisation_id(), document, member().actor))


@blueprint.post("/forms/import")
@access("member")
def bring() -> Answer:
    """Begins a form from a JSON file; what is wrong with it is told in the builder, as far as it can be read at all."""
    try:
        document = loads(file_of(drafts.MAX_BYTES), drafts.MAX_BYTES, drafts.MAX_DEPTH)
        if not isinstance(document, dict) or not isinstance(document.get("fields"), list):
            raise refuse("setting_missing", "fields", name="fields")
    except Refused as refused:
        return _page(sentence(refused.problems[0])), 422
    return _opened(drafts.create(organisation_id(), document, member().actor))


@blueprint.post("/forms/<uuid:form_id>/duplicate")
@access("member")
def duplicate(form_id: UUID) -> Response:
    """Begins a form like this one."""
    titles = drafts.load(organisation_id(), str(form_id)).document.get("title")
    named = (
        {code: _("%(title)s (copy)", title=text) for code, text in titles.items()} if isinstance(titles, dict) else {}
    )
    return _opened(drafts.duplicate(organisation_id(), str(form_id), named, member().actor))


@blueprint.get("/forms/<uuid:form_id>/export.json")
@access("member")
def export(form_id: UUID) -> Response:
    """The draft as a file that can be imported anywhere."""
    draft = drafts.load(organisation_id(), str(form_id))
    text = json.dumps(draft.document, ensure_ascii=False, indent=2)
    kept = {"Content-Disposition": f'attachment; filename="{draft.slug}.json"'}
    return Response(text + "\n", mimetype="application/json", headers=kept)


def _page(error: str) -> str:
    return render_template("app/form_new.html", offered=form_templates.offered(str(get_locale())), error=error)


def _opened(form_id: str) -> Response:
    return redirect(url_for("form_builder.edit", form_id=form_id), 303)


def _blank() -> Document:
    organisation = live.organisation(organisation_id())
    language = str(get_locale())
    return form_templates.blank(language, _("Untitled form"), organisation.currency, organisation.country)


def _from_gallery(key: str) -> Document:
    organisation = live.organisation(organisation_id())
    document = form_templates.document_of(key, str(get_locale()), organisation)
    if document is None:
        raise NotFound(key)
    return document
