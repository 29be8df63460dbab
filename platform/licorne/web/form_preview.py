"""The draft as customers would see it: drawn by the code of the public page, judged by the same readers, and nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.css_rules import css
from forms.definition import parse
from forms.theme import theme_css
from forms.validate import Moment, Reading, read_answers
from forms.wtform import AnswersForm, form_class
from licorne.errors import Refused
from licorne.services import drafts, live
from licorne.services.live import LiveForm
from licorne.services.places import Places
from licorne.web import public_rows, question_logic
from licorne.web.access import access, without_session
from licorne.web.answer_forms import told
from licorne.web.identity import organisation_id
from licorne.web.language import LANGUAGES
from licorne.web.messages import sentence
from licorne.web.public_form import Visit
from licorne.web.public_page import PublicPage
from rules.expression.json_types import Json

blueprint = Blueprint("form_preview", __name__)
Answer = str | tuple[str, int]
_NO_NUMBER: Final = 0


@dataclass(frozen=True, slots=True)
class DraftPage(PublicPage):
    """The words around a draft's questions; what it posts comes back here."""

    revision: int = 0

    @property
    def url(self) -> str:
        """Where it is posted."""
        return url_for("form_preview.send", form_id=self.form.id, lang=self.language)

    @property
    def tally_url(self) -> str:
        """Nobody counts the looks of its author."""
        return ""

    @property
    def can_save(self) -> bool:
        """A draft keeps nothing."""
        return False

    @property
    def style(self) -> str:
        """The style sheet of simple conditions."""
        return self._sheet("logic")

    @property
    def theme(self) -> str:
        """The style sheet of the look that was chosen."""
        return self._sheet("theme")

    @property
    def onward(self) -> str:
        """Nowhere: the preview stays where it is."""
        return ""

    @property
    def entry(self) -> tuple[str, str]:
        """None: its author needs no password."""
        return "", ""

    def _sheet(self, kind: str) -> str:
        return url_for("form_preview.style", form_id=self.form.id, kind=kind, v=self.revision)


@dataclass(frozen=True)
class DraftVisit(Visit):
    """A draft as its author sees it now."""

    document: Mapping[str, Any]
    revision: int

    @property
    def page(self) -> DraftPage:
        """Its words."""
        return DraftPage(self.form, self.organisation.name, self.language, self.token, False, self.revision)

    @property
    def places(self) -> Places:
        """As many as are wanted: a draft takes none."""
        return Places()

    @property
    def offered(self) -> list[tuple[str, str]]:
        """None: the language is chosen in the builder."""
        return []

    def answers(self, post: public_rows.Post | None = None) -> AnswersForm:
        """The questions; their class is made for this showing, since the next one may be another draft."""
        return form_class(self.form.definition, self.language, sentence)(post, today=self.today)

    def read(self, posted: Mapping[str, Sequence[str]]) -> Reading:
        """What the answers are. A draft keeps no files, so it asks for none."""
        moment = Moment(zone=self.organisation.zone, known=self.known, needs_files=False)
        return read_answers(self.form.definition, posted, self.language, self.today, moment)

    def preview(self) -> dict[str, Json] | None:
        """What the page's script needs to decide by itself."""
        if not question_logic.has_logic(self.form.definition):
            return None
        return question_logic.preview_of(self.document).at(self.today, self.language, self.organisation.catalogue)


@blueprint.get("/forms/<uuid:form_id>/preview")
@access("member")
def show(form_id: UUID) -> Answer:
    """The empty form; what is still wrong with the draft, where it cannot be shown."""
    try:
        visit = _visit(str(form_id))
    except Refused as refused:
        problems = [sentence(problem) for problem in refused.problems]
        return render_template("app/preview_refused.html", problems=problems), 200
    answers = visit.answers()
    return visit.drawn(answers, visit.read(answers.meta.defaults), [])


@blueprint.post("/forms/<uuid:form_id>/preview")
@access("member")
@without_session
def send(form_id: UUID) -> Answer:
    """Judges the answers as if they were sent, and keeps nothing: so it needs no token."""
    visit = _visit(str(form_id))
    post = public_rows.with_rows(visit.form.definition, request.form)
    reading = visit.read(dict(post.lists()))
    answers = visit.answers(post)
    if public_rows.is_about_rows(request.form):
        return visit.drawn(answers, reading, [])
    if reading.problems:
        return visit.drawn(answers, reading, told(answers, reading)), 422
    words = {"page": visit.page, "language": visit.language, "offered": []}
    return render_template("public/thanks.html", **words, back=None, documents=None)  # nothing was sent to come back to


@blueprint.get("/forms/<uuid:form_id>/preview/<any(logic, theme):kind>.css")
@access("member")
def style(form_id: UUID, kind: str) -> Response:
    """The draft's style sheets."""
    visit = _visit(str(form_id))
    definition = visit.form.definition
    sheet = css(definition) if kind == "logic" else theme_css(definition.theme)
    return Response(sheet, mimetype="text/css", headers={"Cache-Control": "private, no-store"})


def _visit(form_id: str) -> DraftVisit:
    draft = drafts.load(organisation_id(), form_id)
    definition = parse(draft.document)
    asked = request.args.get("lang", "")
    language = asked if asked in definition.languages else definition.default_language
    g.language = language.replace("-", "_") if language.partition("-")[0] in LANGUAGES else "en"
    form = LiveForm(draft.form_id, draft.slug, f"draft-{draft.revision}", _NO_NUMBER, definition)
    return DraftVisit(form, live.organisation(organisation_id()), language, draft.document, draft.revision)
