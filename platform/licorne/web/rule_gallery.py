"""New rules: empty ones and whole jobs from the gallery."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from licorne.errors import NotFound
from licorne.services import live, rule_drafts, rule_templates
from licorne.services.draft_rows import Document
from licorne.web.access import access
from licorne.web.identity import member, organisation_id
from licorne.web.translate import _

blueprint = Blueprint("rule_gallery", __name__)


@blueprint.get("/rules/new")
@access("member")
def index() -> str:
    """What a rule can begin with."""
    return render_template("app/rule_new.html", offered=rule_templates.offered(str(get_locale())))


@blueprint.post("/rules/new")
@access("member")
def begin() -> Response:
    """Begins an empty rule, or one from the gallery (`template`)."""
    rule_id = rule_drafts.create(organisation_id(), _document(request.form.get("template", "")), member().actor)
    return redirect(url_for("rule_editor.edit", rule_id=rule_id), 303)


def _document(key: str) -> Document:
    language, form = str(get_locale()), rule_templates.newest_form(organisation_id())
    if not key:
        return rule_templates.blank(language, _("Untitled rule"), form)
    document = rule_templates.document_of(key, language, live.organisation(organisation_id()), form)
    if document is None:
        raise NotFound(key)
    return document
