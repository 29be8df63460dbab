"""The document that rules made of what was sent, for who sent it: said on the page after sending, fetched by its receipt."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from licorne.errors import NotFound
from licorne.models.form import Submission
from licorne.services import live, submission_documents
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.web import embedding, public_thanks
from licorne.web.access import access, without_session
from licorne.web.public_page import PublicPage
from licorne.web.public_thanks import RECEIPT

blueprint = Blueprint("public_documents", __name__)
#: A document is made within seconds. Whoever waits longer looks again by a link: a page must not move for ever (WCAG 2.2.2).
PATIENCE: Final = timedelta(minutes=3)
#: Seconds between two looks.
PAUSE: Final = 4


@dataclass(frozen=True, slots=True)
class Documents:
    """What the page says. `links` are name and address; `looks_again` where the browser comes back by itself."""

    links: tuple[tuple[str, str], ...] = ()
    awaited: bool = False
    late: bool = False
    looks_again: bool = False
    again_url: str = ""


def thanked(page: PublicPage, organisation: LiveOrganisation, offered: list[tuple[str, str]]) -> Response:
    """The page after sending, with what only who has sent it may see. It comes back by itself while a document is made."""
    documents = _told(page.form, organisation, page.language)
    back = public_thanks.way_back(page.form, organisation)
    shown = Response(
        render_template(
            "public/thanks.html", page=page, language=page.language, offered=offered, back=back, documents=documents
        ),
        mimetype="text/html",
    )
    if documents is not None and documents.looks_again:
        # A header: it works without a script, and only where there is something to wait for.
        shown.headers["Refresh"] = str(PAUSE)
    return shown


def _told(form: LiveForm, organisation: LiveOrganisation, language: str) -> Documents | None:
    """What is said about documents; None where the form offers none, nobody is known to have sent it, or nothing came of it."""
    if not form.definition.thanks.get("document"):
        return None
    sent = public_thanks.sent_of(form, request.args.get(RECEIPT, ""))
    submission = public_thanks.submission_of(form, organisation)
    if submission is None or sent is None:
        return None
    made = submission_documents.of_submission(submission)
    if not (made.ready or made.awaited or made.late):
        return None
    links = tuple((name, _url(form, "public_documents.fetch", language, file_id=one)) for one, name in made.ready)
    again = _url(form, "public_form.thanks", language, embed="1" if embedding.wanted() else None)
    return Documents(links, made.awaited, made.late, made.awaited and sent.age < PATIENCE, again)


@blueprint.get("/f/<slug>/thanks/<uuid:file_id>")
@access("public")
@without_session
def fetch(slug: str, file_id: UUID) -> Response:
    """The file, for as long as the receipt is good."""
    form, organisation = live.form_at(slug)
    submission: Submission | None = public_thanks.submission_of(form, organisation)
    if submission is None or not form.definition.thanks.get("document"):
        raise NotFound(slug)
    found = submission_documents.load(submission, str(file_id))
    return send_file(BytesIO(found.content), found.media_type, as_attachment=True, download_name=found.name)


def _url(form: LiveForm, endpoint: str, language: str, **more: str | None) -> str:
    values: dict[str, Any] = {"lang": language, RECEIPT: request.args.get(RECEIPT, ""), **more}
    return url_for(endpoint, slug=form.slug, **values)
