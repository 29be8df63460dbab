"""A rule as it is being built: in words, with what stands in the way, tried on what has happened, published, restored.

All of it works without a script. `/draft` and `/try` answer in JSON, for whoever edits with one.
"""

import json
from collections.abc import Callable
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from jinja2.utils import htmlsafe_json_dumps
from werkzeug.wrappers import Response

from forms.strict_json import loads
from licorne.errors import Conflict, Refused, refuse
from licorne.services import drafts, rule_drafts
from licorne.services.draft_rows import Document
from licorne.services.rule_drafts import Draft, Overtaken
from licorne.web.access import access
from licorne.web.builder_answers import answer, body_of, sentences
from licorne.web.identity import member, organisation_id
from licorne.web.messages import sentence
from licorne.web.rule_draft_page import page_of, saved, told
from licorne.web.rule_editor_data import data_of
from licorne.web.rule_editor_texts import rule_editor_texts
from licorne.web.rule_trial import trial_of, trial_on, trial_told
from rules.expression.json_types import Json

blueprint = Blueprint("rule_editor", __name__)
#: Digits of a revision or version; with more, no database keeps it.
_DIGITS: Final = 9
Answer = str | Response | tuple[str, int]


@blueprint.get("/rules/<uuid:rule_id>/edit")
@access("member")
def edit(rule_id: UUID) -> str:
    """The rule in words; `event` is a past one to try it on."""
    return _shown(rule_drafts.load(organisation_id(), str(rule_id)))


@blueprint.post("/rules/<uuid:rule_id>/edit")
@access("member")
def keep(rule_id: UUID) -> Answer:
    """Keeps the `document` that somebody wrote as JSON, on top of `revision`."""
    return _done(rule_id, lambda revision: _kept(rule_id, revision), "rule_editor.edit")


@blueprint.post("/rules/<uuid:rule_id>/publish")
@access("member")
def publish(rule_id: UUID) -> Answer:
    """Makes the draft of `revision` live: only what was looked at."""
    actor = member().actor
    return _done(rule_id, lambda at: rule_drafts.publish(organisation_id(), str(rule_id), at, actor), "rule_pages.show")


@blueprint.post("/rules/<uuid:rule_id>/restore")
@access("member")
def restore(rule_id: UUID) -> Answer:
    """Makes the version `number` the draft; what is live stays live."""
    number, actor = _number("number"), member().actor
    return _done(
        rule_id,
        lambda at: rule_drafts.restore(organisation_id(), str(rule_id), number, at, actor),
        "rule_editor.edit",
    )


@blueprint.get("/rules/<uuid:rule_id>/draft")
@access("member")
def show(rule_id: UUID) -> Response:
    """The draft as it is kept, as JSON."""
    return answer(told(rule_drafts.load(organisation_id(), str(rule_id)), organisation_id()))


@blueprint.post("/rules/<uuid:rule_id>/draft")
@access("member")
def save(rule_id: UUID) -> Response:
    """Keeps `{"revision", "document"}`; 409 with the other draft where somebody has saved since."""
    try:
        body = body_of()
        revision, document = body.get("revision"), _document(body.get("document"))
        if not isinstance(revision, int) or isinstance(revision, bool):
            raise refuse("setting_type", "revision", expected="integer")
        draft = rule_drafts.save(organisation_id(), str(rule_id), revision, document, member().actor)
    except Overtaken as overtaken:
        return answer({"theirs": told(overtaken.theirs, organisation_id())}, 409)
    except Refused as refused:
        return answer({"problems": sentences(refused)}, 422)
    return answer(saved(draft, organisation_id()))


@blueprint.post("/rules/<uuid:rule_id>/try")
@access("member")
def try_on(rule_id: UUID) -> Response:
    """What `{"document", "event"}` would do about a past event, as JSON; nothing is kept and nothing is done.

    Of a document that is not finished, its problems: that is what drafts are like.
    """
    rule_drafts.load(organisation_id(), str(rule_id))
    try:
        body = body_of()
        document, event = _document(body.get("document")), str(body.get("event") or "")
        trial = (trial_on if event else trial_of)(organisation_id(), document, event)
    except Refused as refused:
        return answer({"problems": sentences(refused)})
    return answer(trial_told(trial))


def _done(rule_id: UUID, act: Callable[[int], object], then: str) -> Answer:
    """Acts on top of the posted revision and goes on to a page; what is in the way is told on this one."""
    try:
        act(_number("revision"))
    except Conflict as conflict:
        return _again(rule_id, [sentence(conflict.problem)]), 409
    except Refused as refused:
        return _again(rule_id, [sentence(one) for one in refused.problems]), 422
    return redirect(url_for(then, rule_id=rule_id), 303)


def _again(rule_id: UUID, errors: list[str]) -> str:
    return _shown(rule_drafts.load(organisation_id(), str(rule_id)), errors)


def _shown(draft: Draft, errors: list[str] | None = None) -> str:
    written = request.form.get("document") if errors else None
    page = page_of(organisation_id(), draft, request.args.get("event", ""))
    data = htmlsafe_json_dumps(data_of(organisation_id(), draft), dumps=json.dumps)
    shown = {"draft": draft, "page": page, "errors": errors or [], "written": written}
    return render_template("app/rule_edit.html", **shown, data=data, words=rule_editor_texts())


def _kept(rule_id: UUID, revision: int) -> Draft:
    raw = request.form.get("document", "").encode()
    document = _document(loads(raw, drafts.MAX_BYTES, drafts.MAX_DEPTH))
    return rule_drafts.save(organisation_id(), str(rule_id), revision, document, member().actor)


def _document(given: Json) -> Document:
    if not isinstance(given, dict):
        raise refuse("setting_type", "document", expected="object")
    return given


def _number(name: str) -> int:
    given = request.form.get(name, "")
    if not given.isascii() or not given.isdigit() or len(given) > _DIGITS:
        raise refuse("setting_type", name, expected="integer")
    return int(given)
