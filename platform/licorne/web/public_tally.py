"""What a public page says when it is left: that it was looked at, begun, and which of its pages were reached. Nothing about who."""

from typing import Final

from flask import Blueprint, Flask, current_app, request
from werkzeug.wrappers import Response

from forms.definition import FormDefinition
from licorne.adapters import clock
from licorne.services import listening, live, page_events, tally
from licorne.services.tally import Seen
from licorne.web import public_events
from licorne.web.access import access, without_session

blueprint = Blueprint("public_tally", __name__)
#: A page says little; more is no page's.
_MOST_BYTES: Final = 4_000
_ALONE: Final = frozenset({"view", "start"})


@blueprint.post("/f/<slug>/seen")
@access("public")
@without_session
def seen(slug: str) -> Response:
    """A beacon of the page's script: words of `view`, `start` and `page:<id>`; `at:<token>` where a rule hears of starts."""
    said = request.get_data(as_text=True) if (request.content_length or 0) <= _MOST_BYTES else ""
    _count(slug, set(said.split()))
    return _nothing()


@blueprint.get("/f/<slug>/seen")
@access("public")
@without_session
def looked(slug: str) -> Response:
    """The same for a browser without scripts, which fetches it as a picture."""
    _count(slug, {"view"})
    return _nothing()


def _count(slug: str, said: set[str]) -> None:
    form, organisation = live.form_at(slug)
    day = clock.today(organisation.zone)
    known = said & (_ALONE | _pages(form.definition))
    if known:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app itself: a thread outlives its proxy
        tally.of_app(app).add(app, *(Seen(organisation.id, form.id, day, what) for what in sorted(known)))
    if "start" in known and listening.is_heard(organisation, page_events.STARTED, form.slug):
        public_events.started(form, organisation, said)


def _pages(definition: FormDefinition) -> set[str]:
    return {f"page:{page.id}" for page in definition.program.pages}


def _nothing() -> Response:
    return Response(status=204, headers={"Cache-Control": "no-store"})
