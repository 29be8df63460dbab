"""A customer comes back to what was sent, by a link: looks at it, corrects it, withdraws it. Works without a script.

Looking changes nothing: programs that open every link of a mail withdraw nothing. Whoever has the link's key needs no other token.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from licorne.adapters import clock
from licorne.errors import Conflict, NotFound
from licorne.services import customer_changes, customer_links, live
from licorne.services.customer_changes import Corrected
from licorne.services.customer_links import EDIT, KEY, WITHDRAW, Opened
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.web import embedding, public_files, public_rows
from licorne.web.access import access, takes_answers, without_session
from licorne.web.answers import answers_by
from licorne.web.messages import sentence
from licorne.web.public_page import PublicPage
from licorne.web.staff_form import Desk, Frame, as_posted
from licorne.web.submission_desk import desk_of, kept_answers, newest, taken
from licorne.web.translate import _
from rules.expression.problem import Problem

blueprint = Blueprint("customer_answers", __name__)
Answer = str | tuple[str, int] | Response
#: The newest correction that the page was made from. No field can be called that (`forms`: reserved_id).
_SEEN: Final = "_seen"
#: What was done just now, for the page that says so.
_DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class Return:
    """A customer who came back."""

    organisation: LiveOrganisation
    one: Opened
    key: str
    language: str

    @property
    def page(self) -> PublicPage:
        """The words around it."""
        return PublicPage(self.one.form, self.organisation.name, self.language)

    def url(self, endpoint: str, **more: str) -> str:
        """The address of a page about this submission."""
        values: dict[str, Any] = {KEY: self.key, "lang": self.language, **more}
        submission = self.one.submission
        return url_for(f"customer_answers.{endpoint}", slug=self.one.form.slug, submission_id=submission.id, **values)

    def drawn(self, template: str, **more: object) -> str:
        """One of its pages."""
        return render_template(template, page=self.page, language=self.language, offered=[], back=self, **more)


_View = Callable[[Return], Answer]


def _returning(view: _View) -> Callable[..., Answer]:
    """Gives a view who came back; a link that leads to nothing is told in words, a made-up one is not found."""

    @wraps(view)
    def open_first(slug: str, submission_id: UUID) -> Answer:
        form, organisation = live.form_at(slug) if slug.isascii() and slug.isprintable() else _nowhere(slug)
        language = _speak(form, request.args.get("lang", ""))
        key = request.args.get(KEY, "")
        try:
            one = customer_links.opened(organisation.id, form.id, str(submission_id), key)
        except Conflict as conflict:
            return _shut(PublicPage(form, organisation.name, language), conflict.problem)
        return view(
            Return(organisation, one, key, _speak(form, request.args.get("lang", "") or one.submission.language))
        )

    return open_first


@blueprint.get("/f/<slug>/mine/<uuid:submission_id>")
@access("public")
@without_session
@_returning
def show(back: Return) -> Answer:
    """What was sent, as it is now, and what can be done about it."""
    customer_links.note_use(back.one)
    return back.drawn(
        "public/mine.html",
        answers=answers_by(back.one.form.definition, back.one.submission.current),
        until=clock.date_in(back.one.until, back.organisation.zone),
        closed=customer_changes.closed(back.one),
        done=request.args.get(_DONE) == EDIT,
        **_offers(back),
    )


@blueprint.get("/f/<slug>/mine/<uuid:submission_id>/edit")
@access("public")
@without_session
@_returning
def edit(back: Return) -> Answer:
    """The questions with what was answered."""
    return _open_to(back, EDIT) or _page(back, desk_of(back.one.submission))


@blueprint.post("/f/<slug>/mine/<uuid:submission_id>/edit")
@access("public")
@without_session
@takes_answers
@_returning
def save(back: Return) -> Answer:
    """Keeps the correction beside what was sent; whoever was slower than somebody else is shown what holds now."""
    if shut := _open_to(back, EDIT):
        return shut
    public_files.admit(back.one.form.definition)
    try:
        files = taken(back.one.submission)
    except RequestEntityTooLarge:
        return _too_large(back)
    desk = desk_of(back.one.submission, files, needs_files=True)
    return _save(back, desk, public_rows.with_rows(desk.form.definition, files.post))


def _save(back: Return, desk: Desk, post: public_rows.Post) -> Answer:
    frame, reading = _frame(back, request.form.get(_SEEN, "")), desk.read(dict(post.lists()))
    if public_rows.is_about_rows(request.form):
        return desk.page(frame, post, told=False)
    if reading.problems:
        return desk.page(frame, post, told=True), 422
    answers = {**reading.answers, **kept_answers(desk, back.one.submission)}
    try:
        customer_changes.correct(back.one, back.key, Corrected(answers, request.form.get(_SEEN, "")))
    except Conflict as conflict:
        return _refused(back, desk, post, conflict.problem)
    return redirect(back.url("show", **{_DONE: EDIT}), 303)


@blueprint.get("/f/<slug>/mine/<uuid:submission_id>/withdraw")
@access("public")
@without_session
@_returning
def ask(back: Return) -> Answer:
    """Asks once more."""
    return _open_to(back, WITHDRAW) or back.drawn("public/withdraw.html")


@blueprint.post("/f/<slug>/mine/<uuid:submission_id>/withdraw")
@access("public")
@without_session
@_returning
def withdraw(back: Return) -> Answer:
    """Takes the answers back. Afterwards the link says that they were."""
    try:
        customer_changes.withdraw(back.one, back.key)
    except Conflict as conflict:
        return _shut(back.page, conflict.problem)
    return redirect(back.url("show"), 303)


def _offers(back: Return) -> Mapping[str, str]:
    return {
        deed: back.url(endpoint) if back.one.may(deed) else "" for deed, endpoint in ((EDIT, "edit"), (WITHDRAW, "ask"))
    }


def _open_to(back: Return, deed: str) -> Answer | None:
    """Why this cannot be done now; None where it can."""
    if not back.one.may(deed):
        raise NotFound(deed)
    code = customer_changes.closed(back.one)
    return _shut(back.page, Problem(code)) if code else None


def _page(back: Return, desk: Desk, alert: str = "") -> str:
    """The questions with the answers of now."""
    submission = back.one.submission
    post = as_posted(desk.form.definition, submission.current)
    return desk.page(_frame(back, newest(submission)), post, told=False, alert=alert)


def _too_large(back: Return) -> Answer:
    """Nothing of the post could be read: what holds now, with what the files may have in all."""
    submission = back.one.submission
    desk = desk_of(submission)
    files = replace(desk.files, problems=public_files.too_large(desk.form.definition))
    desk = replace(desk, files=files)
    post = as_posted(desk.form.definition, submission.current)
    return desk.page(_frame(back, newest(submission)), post, told=True), 413


def _refused(back: Return, desk: Desk, post: public_rows.Post, problem: Problem) -> Answer:
    """An option that is taken is no reason to lose what was typed; what somebody changed meanwhile is."""
    if problem.code == "edited_meanwhile":
        told = _(
            "What you sent was corrected meanwhile, here or in another window. This is how it stands now: please correct this."
        )
        return _page(back, desk_of(back.one.submission), told), 409
    if problem.code in ("option_full", "files_gone"):
        return desk.page(_frame(back, request.form.get(_SEEN, "")), post, told=False, alert=sentence(problem)), 409
    return _shut(back.page, problem)


def _frame(back: Return, seen: str) -> Frame:
    return Frame(
        back.url("save"),
        back.url("show"),
        _(
            "An invoice or a quote that was made already stays as it is. If it no longer fits, we will come back to you."
        ),
        _("Save the correction"),
        {_SEEN: seen},
        "public/correction.html",
        back.page,
    )


def _shut(page: PublicPage, problem: Problem) -> Answer:
    shown = {"page": page, "language": page.language, "offered": [], "reason": sentence(problem), "opens": ""}
    return render_template("public/closed.html", **shown), 410


def _speak(form: LiveForm, wanted: str) -> str:
    """The language that was asked for, or the one in which it was sent, where the form has it."""
    embedding.allow(form.definition)
    language = wanted if wanted in form.definition.languages else form.definition.default_language
    g.language = language.replace("-", "_")
    return language


def _nowhere(slug: str) -> tuple[LiveForm, LiveOrganisation]:
    raise NotFound(slug)
