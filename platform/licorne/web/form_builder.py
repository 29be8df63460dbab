"""The form builder: its page, and what it saves, publishes and asks while somebody builds."""

import json
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from jinja2.utils import htmlsafe_json_dumps
from werkzeug.wrappers import Response

from forms.guess import fields_from_lines
from licorne.errors import Conflict, Refused, refuse
from licorne.services import drafts, live
from licorne.services.draft_rows import Document
from licorne.services.drafts import Draft, Overtaken
from licorne.services.passwords import hashed_for_form
from licorne.web.access import access
from licorne.web.builder_answers import answer, body_of, overtaken_of, saved, sentences, told, told_problem
from licorne.web.builder_kinds import kinds
from licorne.web.builder_logic import operators
from licorne.web.builder_texts import builder_texts
from licorne.web.identity import member, organisation_id
from licorne.web.language import LANGUAGES
from licorne.web.messages import sentence
from rules.expression.json_types import Json

blueprint = Blueprint("form_builder", __name__)
#: What the island asks → who answers.
_ENDPOINTS: Final = {
    "show": "form_builder.show",
    "publish": "form_builder.publish",
    "preview": "form_preview.show",
    "versions": "form_versions.index",
    "restore": "form_versions.restore",
    "export": "form_gallery.export",
}


@blueprint.get("/forms/<uuid:form_id>/edit")
@access("member")
def edit(form_id: UUID) -> str:
    """The page of the builder."""
    draft = drafts.load(organisation_id(), str(form_id))
    return render_template(
        "app/form_builder.html",
        draft=draft,
        data=htmlsafe_json_dumps(_data(draft), dumps=json.dumps),
        words=builder_texts(),
    )


@blueprint.get("/forms/<uuid:form_id>/draft")
@access("member")
def show(form_id: UUID) -> Response:
    """The draft as it is kept."""
    return answer(told(drafts.load(organisation_id(), str(form_id))))


@blueprint.post("/forms/<uuid:form_id>/draft")
@access("member")
def save(form_id: UUID) -> Response:
    """Keeps `{"revision", "document"}`; 409 with the other draft where somebody has saved since."""
    try:
        revision, document = _posted()
        draft = drafts.save(organisation_id(), str(form_id), revision, document, member().actor)
    except Overtaken as overtaken:
        return answer(overtaken_of(overtaken), 409)
    except Refused as refused:
        return answer({"problems": sentences(refused)}, 422)
    return answer(saved(draft))


@blueprint.post("/forms/<uuid:form_id>/publish")
@access("member")
def publish(form_id: UUID) -> Response:
    """Makes the draft of `{"revision", "slug"}` live; 422 with all that is in the way."""
    body = body_of()
    revision, slug = body.get("revision"), body.get("slug")
    try:
        if not isinstance(revision, int):
            raise refuse("setting_type", "revision", expected="integer")
        done = drafts.publish(
            organisation_id(), str(form_id), revision, slug if isinstance(slug, str) else None, member().actor
        )
    except Overtaken as overtaken:
        return answer(overtaken_of(overtaken), 409)
    except Conflict as conflict:
        return answer({"problems": [told_problem("slug", sentence(conflict.problem))]}, 422)
    except Refused as refused:
        return answer({"problems": sentences(refused)}, 422)
    draft = drafts.load(organisation_id(), str(form_id))
    return answer({**saved(draft), "number": done.number, "isNew": done.is_new})


@blueprint.post("/forms/password")
@access("member")
def password() -> Response:
    """The hash of `{"password"}`, which is all of it that a document ever holds."""
    word = body_of().get("password")
    try:
        return answer({"hash": hashed_for_form(word if isinstance(word, str) else "")})
    except Refused as refused:
        return answer({"problems": sentences(refused)}, 422)


@blueprint.post("/forms/guess")
@access("member")
def guess() -> Response:
    """`{"text", "language", "taken"}`, a list of labels, as fields of the types that they seem to ask for."""
    body = body_of()
    text, language, taken = body.get("text"), body.get("language"), body.get("taken")
    names = [one for one in taken if isinstance(one, str)] if isinstance(taken, list) else []
    found = fields_from_lines(str(text or ""), str(language or "en"), names)
    return answer({"fields": found})


def _data(draft: Draft) -> dict[str, Json]:
    """What the page carries for the island."""
    urls: dict[str, Json] = {name: url_for(endpoint, form_id=draft.form_id) for name, endpoint in _ENDPOINTS.items()}
    return {
        "draft": told(draft),
        "kinds": kinds(),
        "operators": operators(),
        "csrf": generate_csrf(),
        "language": str(get_locale()),
        "languages": dict(LANGUAGES),
        "products": _products(),
        "urls": {**urls, **_questions(), "pictures": url_for("pictures.keep")},
        "formId": draft.form_id,
    }


def _questions() -> dict[str, Json]:
    """What is asked about no form in particular."""
    return {name: url_for(f"form_builder.{name}") for name in ("guess", "password")}


def _products() -> Json:
    """What can be offered, by the names that customers read."""
    catalogue = live.organisation(organisation_id()).catalogue
    return [_product(code, dict(one)) for code, one in sorted(catalogue.items()) if isinstance(one, dict)]


def _product(code: str, facts: dict[str, Json]) -> Json:
    variants = facts.get("variants")
    inner = variants if isinstance(variants, dict) else {}
    named: list[Json] = [
        {"code": key, "name": one.get("name", {})} for key, one in inner.items() if isinstance(one, dict)
    ]
    return {"code": code, "name": facts.get("name", {}), "variants": named}


def _posted() -> tuple[int, Document]:
    body = body_of()
    revision, document = body.get("revision"), body.get("document")
    if not isinstance(revision, int) or isinstance(revision, bool):
        raise refuse("setting_type", "revision", expected="integer")
    if not isinstance(document, dict):
        raise refuse("setting_type", "document", expected="object")
    return revision, document
