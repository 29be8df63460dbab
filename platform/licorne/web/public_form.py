"""The public page of a form: shown, posted, thanked. Works without a script and without a session."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from forms.validate import Moment, Reading, read_answers
from forms.wtform import AnswersForm
from licorne.adapters import clock
from licorne.errors import Conflict, NotFound
from licorne.services import form_limits, held, listening, live, page_events, places
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.places import Places
from licorne.services.submissions import Moved, Posted, accept
from licorne.web import (
    answer_forms,
    embedding,
    form_token,
    formats,
    public_browser,
    public_codes,
    public_documents,
    public_events,
    public_files,
    public_gate,
    public_password,
    public_past,
    public_prefill,
    public_rows,
    public_saved,
    public_saved_page,
    public_thanks,
    question_logic,
    spam_trap,
)
from licorne.web.access import access, takes_answers, without_session
from licorne.web.kept_pages import KeptPages
from licorne.web.language import chosen, own_name
from licorne.web.messages import sentence
from licorne.web.public_codes import Check
from licorne.web.public_files import Files
from licorne.web.public_page import PublicPage
from licorne.web.question_drawing import Around, drawn, pages
from licorne.web.questions import Wrong, wrong
from licorne.web.translate import _
from rules.expression.json_types import Json
from rules.expression.problem import Problem

blueprint = Blueprint("public_form", __name__)
Answer = str | tuple[str, int] | Response

_YEAR: Final = 31_536_000
_kept: Final = KeptPages()


@dataclass(frozen=True)
class Visit:
    """A form as one visitor sees it now."""

    form: LiveForm
    organisation: LiveOrganisation
    language: str
    files: Files = field(default_factory=Files, kw_only=True)
    #: The token of the page that comes back, where it must not be the posted one.
    minted: str = field(default="", kw_only=True)
    notice: str = field(default="", kw_only=True)
    check: Check | None = field(default=None, kw_only=True)
    #: What earlier submissions say about answers that are judged this moment; nothing where a page is only shown.
    past: Mapping[str, Json] = field(default_factory=dict, kw_only=True)

    @property
    def page(self) -> PublicPage:
        """Its words."""
        name, framed = self.organisation.name, embedding.wanted()
        hears = listening.is_heard(self.organisation, page_events.STARTED, self.form.slug)
        return PublicPage(self.form, name, self.language, self.token, framed, notice=self.notice, hears_start=hears)

    @cached_property
    def token(self) -> str:
        """A fresh token: the same page posts once. One with files or codes comes back with that to which they belong."""
        carried = self.minted or public_files.carried_token(self.form) or public_codes.carried_token(self.form)
        return carried or form_token.again(self.form.id)

    @cached_property
    def today(self) -> date:
        """The organisation's date."""
        return clock.today(self.organisation.zone)

    @cached_property
    def places(self) -> Places:
        """What is left of the form's places: of this moment where a post comes back, of the last second where a page is opened."""
        return (places.now if request.method == "POST" else places.lately)(self.organisation.id, self.form)

    @property
    def known(self) -> dict[str, Json]:
        """What formulas may look at beside the answers."""
        return {"catalogue": dict(self.organisation.catalogue), **self.past}

    def answers(self, post: public_rows.Post | None = None) -> AnswersForm:
        """The questions, with what was posted."""
        kind = answer_forms.kept_class(self.form.version_id, self.language, self.form.definition)
        return kind(post, today=self.today)

    def read(self, posted: Mapping[str, Sequence[str]]) -> Reading:
        """What the answers are."""
        moment = Moment(zone=self.organisation.zone, uploads=self.files.kept, known=self.known)
        return read_answers(self.form.definition, posted, self.language, self.today, moment)

    def judged(self, reading: Reading) -> Reading:
        """The reading with what was wrong with files, where their questions apply."""
        if not self.files.problems:
            return reading
        view = self.around(reading).view
        return self.files.told(reading, lambda name: view is None or name in view.visible)

    def around(self, reading: Reading) -> Around:
        """What the page shows beside the answers."""
        form = self.form
        view = question_logic.decided(form.definition, reading.answers, self.today, self.language, self.known)
        left, says = self.places.left, bool(form.definition.limits.get("shows_left"))
        return Around(
            form.definition, self.language, self.organisation.catalogue, view, self.files.kept, takes_files=True,
            left=left, shows_left=says,
        )  # fmt: skip

    @property
    def offered(self) -> list[tuple[str, str]]:
        """The languages to choose from, each in its own words."""
        return [(code, own_name(code)) for code in self.form.definition.languages]

    def drawn(self, answers: AnswersForm, reading: Reading, errors: list[Wrong]) -> str:
        """The page with the questions, what is answered and what is wrong."""
        around = self.around(reading)
        questions = drawn(answers, around)
        return render_template(
            "public/form.html",
            page=self.page,
            pages=pages(questions, around),
            has_rows=any(one.rows for one in questions),
            errors=[*errors, *wrong(questions)],
            preview=self.preview(),
            language=self.language,
            offered=self.offered,
            check=self.check or public_codes.returned(self.form, self.token, reading.answers),
        )

    def preview(self) -> dict[str, Json] | None:
        """What the page's script needs to decide by itself; None where nothing depends on answers."""
        if not question_logic.has_logic(self.form.definition):
            return None
        carried = question_logic.preview(self.organisation.id, self.form.version_id)
        return carried.at(self.today, self.language, self.organisation.catalogue)


@blueprint.get("/f/<slug>")
@access("public")
@without_session
def show(slug: str) -> Answer:
    """The empty form."""
    return _shown(_visit(slug, live.still_at(slug)))


def _shown(visit: Visit) -> Answer:
    if reason := form_limits.closed(visit.form.definition, clock.now()):
        return _closed(visit, reason)
    if barrier := public_gate.before_showing(visit):
        return barrier
    if public_saved.NAME in request.args:
        return _resumed(visit)
    if not _is_plain(visit, request.query_string):
        return _empty(visit)
    return _kept.page(_key(visit, request.query_string, request.root_path), visit.token, lambda: _empty(visit))


def _is_plain(visit: Visit, query: bytes) -> bool:
    return query in (b"", b"lang=" + visit.language.encode(), b"embed=1")


def _key(visit: Visit, query: bytes, root: str) -> Hashable:
    """All that an empty page depends on."""
    form, organisation = visit.form, visit.organisation
    limited = form.definition.limits
    around = (tuple(sorted(visit.places.left.items())), public_password.carried(form)) if limited else ()
    published = (form.version_id, organisation.id, organisation.stamp, visit.today, visit.language)
    return *published, around, query, root


def kept_page(visit: Visit, query: bytes) -> str | None:
    """What `show` answers for a form without limits, where it is kept; needs no request and no database."""
    if visit.form.definition.limits or not _is_plain(visit, query):
        return None
    return _kept.kept(_key(visit, query, ""), lambda: form_token.mint(visit.form.id))


def _closed(visit: Visit, reason: str) -> str:
    opens = visit.form.definition.limits.get("opens_at") if reason == "form_not_open" else None
    when = formats.moment(datetime.fromisoformat(opens).astimezone(ZoneInfo(visit.organisation.zone))) if opens else ""
    why = sentence(Problem(reason))
    return render_template(
        "public/closed.html", page=visit.page, language=visit.language, offered=visit.offered, reason=why, opens=when
    )


def _empty(visit: Visit) -> str:
    post, notice = public_prefill.filled_in(visit)
    if notice:  # else it stays the same visit: a kept page is known by its token
        visit = replace(visit, notice=notice)
    answers = visit.answers(post)
    # What is filled in already decides what is shown; where nothing depends on answers, there is nothing to read.
    filled = answers.meta.defaults if post is None else dict(post.lists())
    reading = visit.read(filled) if question_logic.has_logic(visit.form.definition) else Reading({}, (), ())
    return visit.drawn(answers, reading, [])


@blueprint.post("/f/<slug>")
@access("public")
@without_session
@takes_answers
def send(slug: str) -> Answer:
    """Takes the answers, once per page; what is not acceptable comes back with everything that was typed."""
    try:
        visit = _visit(slug, live.remembered_at(slug))
        if public_files.admit(visit.form.definition):
            visit = _visit(slug)  # files are kept before anything is accepted: by what is published now
        return _take(visit)
    except RequestEntityTooLarge:
        return _too_large(_visit(slug))
    except Moved:  # something was published since this process looked: read the answers by what holds now
        return _take(_visit(slug))


def _take(visit: Visit) -> Answer:
    """Accepts what was posted. The form is only built to be shown: it takes longer to make than the answers to read."""
    if barrier := public_gate.before_taking(visit):
        return barrier
    if public_gate.has_only_entered():
        return _shown(visit)
    files = public_files.taken(visit.form, visit.organisation.id)
    public_events.files_refused(visit.form, visit.organisation, files.problems)
    post = public_rows.with_rows(visit.form.definition, files.post)
    visit = replace(visit, files=replace(files, post=post))
    reading = visit.judged(visit.read(dict(post.lists())))
    if public_rows.is_about_rows(request.form):
        return visit.drawn(visit.answers(post), reading, [])
    if public_saved.SAVE in request.form and not visit.files.problems:
        return _save(visit, post, reading)
    if visit.form.definition.past_questions and not reading.problems:
        if (past := public_past.known(visit.form, visit.organisation.id, reading)) is None:
            return _again(visit, post, reading, public_past.too_often(), 429)
        visit = replace(visit, past=past)
        reading = visit.read(dict(post.lists()))
    if reading.problems:
        if not live.is_live(visit.form, visit.organisation):
            raise Moved("too_busy")  # nobody is told what was wrong by a form that is no longer there
        answers = visit.answers(post)
        return visit.drawn(answers, reading, answer_forms.told(answers, reading)), 422
    token = form_token.read(visit.form.id, request.form.get(form_token.NAME, ""))
    if token is None:
        return _again(visit, post, reading, _("This page was not complete. Please send it once more."), 400)
    return _judge(visit, post, reading, token)


def _judge(visit: Visit, post: public_rows.Post, reading: Reading, token: str) -> Answer:
    """Accepts what is acceptable, unless a code has to be typed first: robots are caught before they have mails sent."""
    trap = spam_trap.sprung(request.form, visit.form.definition, token)
    check = None if trap else public_codes.judged(visit, token, reading.answers)
    if check:
        return replace(visit, check=check).drawn(visit.answers(post), reading, []), check.status
    verified = not trap and public_codes.were_asked(visit.form.definition, reading.answers)
    posted = Posted(reading.answers, token, visit.language, public_browser.sender(visit.form), verified)
    try:
        trap = trap or spam_trap.flooded(visit.organisation.id, visit.form, posted)
        if trap:  # the robot is thanked like anybody
            held.hold(visit.form, visit.organisation, posted, trap)
        else:
            accept(visit.form, visit.organisation, posted)
            public_browser.remember(visit.form)
    except Moved:
        raise
    except Conflict as conflict:
        return _refused(visit, post, reading, conflict)
    return public_thanks.sent(visit.form, token, visit.language)


def _save(visit: Visit, post: public_rows.Post, reading: Reading) -> Answer:
    """Puts the answers aside, however unfinished they are."""
    try:
        link = public_saved.save(visit.form, visit.organisation.id, post, visit.language)
    except Conflict as conflict:
        return _refused(visit, post, reading, conflict)
    if not link:
        return _again(visit, post, reading, _("This page was not complete. Please send it once more."), 400)
    return redirect(public_saved.url("public_form.saved", visit.form.slug, visit.language, link), 303)


def _refused(visit: Visit, post: public_rows.Post, reading: Reading, conflict: Conflict) -> Answer:
    if conflict.problem.code == "page_already_sent":
        visit = _moved(visit, post)
    return _again(visit, visit.files.post, reading, sentence(conflict.problem), 409)


def _moved(visit: Visit, post: public_rows.Post) -> Visit:
    """The same visit on a fresh page: from the one that was posted, something was accepted already."""
    token = form_token.again(visit.form.id)
    return replace(visit, files=public_files.moved(visit.form, visit.organisation.id, post, token), minted=token)


def _too_large(visit: Visit) -> Answer:
    """Nothing of the post could be read: the empty form, with what its files may have in all."""
    visit = replace(visit, minted=form_token.mint(visit.form.id))  # what was posted cannot be asked for its own
    problems = public_files.too_large(visit.form.definition)
    if not problems:
        raise RequestEntityTooLarge
    answers = visit.answers()
    reading = Reading({}, problems, ())
    return visit.drawn(answers, reading, answer_forms.told(answers, reading)), 413


@blueprint.get("/f/<slug>/saved")
@blueprint.post("/f/<slug>/saved")
@access("public")
@without_session
def saved(slug: str) -> Answer:
    """The link that leads back to answers that were put aside; posted, it is mailed to an address."""
    visit = _visit(slug)
    if barrier := public_gate.before_showing(visit):
        return barrier
    return public_saved_page.answer(visit) or _gone(visit)


def _resumed(visit: Visit) -> Answer:
    """The form as it was left, read by what is published now."""
    found = public_saved.asked_for(visit.form, visit.organisation.id)
    if found is None:
        return _gone(visit)
    files = public_saved.reopened(visit.form, visit.organisation.id, found)
    token = form_token.of(visit.form.id, found.page)
    visit = replace(visit, files=files, minted=token, notice=public_saved.notice(visit.form, found))
    return visit.drawn(visit.answers(files.post), visit.read(dict(files.post.lists())), [])


def _gone(visit: Visit) -> Answer:
    told = _("This link is no longer good: the answers were sent already, or were kept for 30 days and are erased.")
    page = {"page": visit.page, "language": visit.language, "offered": visit.offered}
    return render_template("public/closed.html", **page, reason=told, opens=""), 410


@blueprint.get("/f/<slug>/logic.css")
@access("public")
@without_session
def style(slug: str) -> Response:
    """Simple conditions for browsers without scripts; kept for a year under the number of the version."""
    visit = _visit(slug)
    if request.args.get("key", "") != public_password.sheet_key(visit.form):
        raise NotFound(slug)
    current = request.args.get("v") == str(visit.form.number)
    kept = f"public, max-age={_YEAR}, immutable" if current else "no-cache"
    sheet = question_logic.style(visit.form.definition)
    return Response(sheet, mimetype="text/css", headers={"Cache-Control": kept})


@blueprint.get("/f/<slug>/thanks")
@access("public")
@without_session
def thanks(slug: str) -> Response:
    """Says that the answers have arrived; a page of its own, so that loading it again sends nothing."""
    visit = _visit(slug)
    return public_documents.thanked(visit.page, visit.organisation, visit.offered)


def _visit(slug: str, remembered: tuple[LiveForm, LiveOrganisation] | None = None) -> Visit:
    if not slug.isascii() or not slug.isprintable():
        raise NotFound(slug)
    form, organisation = remembered or live.form_at(slug)
    language = chosen(form.definition.languages, form.definition.default_language)
    g.language = language.replace("-", "_")
    embedding.allow(form.definition)
    return Visit(form, organisation, language)


def _again(visit: Visit, post: public_rows.Post, reading: Reading, text: str, status: int) -> Answer:
    """The form with all answers and a fresh token, so that sending once more is one click."""
    return visit.drawn(visit.answers(post), reading, [Wrong("", "", text)]), status
