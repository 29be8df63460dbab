"""The look of a form as a style sheet of its own, so that pages stay without inline styles."""

from typing import Final

from flask import Blueprint, Response, request, url_for

from forms.theme import theme_css
from licorne.services import live
from licorne.services.live import LiveForm
from licorne.web.access import access, without_session

blueprint = Blueprint("public_theme", __name__)
_YEAR: Final = 31_536_000


@blueprint.get("/f/<slug>/theme.css")
@access("public")
@without_session
def style(slug: str) -> Response:
    """The live version's look; kept for a year under the number of the version."""
    form, _ = live.form_at(slug)
    current = request.args.get("v") == str(form.number)
    kept = f"public, max-age={_YEAR}, immutable" if current else "no-cache"
    return Response(theme_css(form.definition.theme), mimetype="text/css", headers={"Cache-Control": kept})


def theme_url(form: LiveForm) -> str:
    """Where the style sheet is; empty where the form has the usual look."""
    if not theme_css(form.definition.theme):
        return ""
    return url_for("public_theme.style", slug=form.slug, v=form.number)
