"""The versions of a form: who published them, what changed from one to the next in words, and the way back."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response
from flask_babel import get_locale
from sqlalchemy import select

from forms.versions import ADDED, CHANGED, MOVED, Change, difference
from licorne.errors import Refused, refuse
from licorne.models.database import current_session
from licorne.models.form import FormVersion
from licorne.services import drafts
from licorne.services.drafts import Draft, Overtaken
from licorne.web.access import access
from licorne.web.builder_answers import answer, body_of, overtaken_of, sentences, told
from licorne.web.formats import moment
from licorne.web.identity import member, organisation_id
from licorne.web.people import actor_name
from licorne.web.setting_words import common_word
from licorne.web.translate import _
from rules.expression.json_types import Json

blueprint = Blueprint("form_versions", __name__)
#: Versions that are told at most, the newest; one more is read, for what changed with the oldest of them.
_MOST: Final = 50


@blueprint.get("/forms/<uuid:form_id>/versions.json")
@access("member")
def index(form_id: UUID) -> Response:
    """The newest versions with what changed, and what the draft would change."""
    draft = drafts.load(organisation_id(), str(form_id))
    versions = _versions(draft)
    rows: list[Json] = [_row(one, before, draft) for one, before in pairwise([*versions, None]) if one is not None]
    newest = versions[0].document if versions else draft.document
    return answer({"draft": _changes(newest, draft.document), "versions": rows[:_MOST]})


@blueprint.post("/forms/<uuid:form_id>/restore")
@access("member")
def restore(form_id: UUID) -> Response:
    """Makes the version `{"number", "revision"}` the draft."""
    try:
        body = body_of()
        number, revision = body.get("number"), body.get("revision")
        if not isinstance(number, int) or not isinstance(revision, int):
            raise refuse("setting_type", "number", expected="integer")
        draft = drafts.restore(organisation_id(), str(form_id), number, revision, member().actor)
    except Overtaken as overtaken:
        return answer(overtaken_of(overtaken), 409)
    except Refused as refused:
        return answer({"problems": sentences(refused)}, 422)
    return answer(told(draft))


def _versions(draft: Draft) -> list[FormVersion]:
    mine = (FormVersion.organisation_id == organisation_id(), FormVersion.form_id == draft.form_id)
    statement = select(FormVersion).where(*mine).order_by(FormVersion.number.desc()).limit(_MOST + 1)
    return list(current_session().scalars(statement))


def _row(version: FormVersion, before: FormVersion | None, draft: Draft) -> Json:
    return {
        "number": version.number,
        "at": moment(version.published_at or version.created_at),
        "by": actor_name(version.published_by) if version.published_by else "",
        "live": version.number == draft.live_number,
        "changes": _changes(before.document, version.document) if before else [],
    }


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Json:
    """What changed, one sentence each; nothing where a draft is too unfinished to be compared."""
    try:
        return [_sentence(one) for one in difference(old, new, str(get_locale()))]
    except (KeyError, TypeError, AttributeError):
        return [_("The draft is not finished, so it cannot be compared.")]


def _sentence(change: Change) -> str:
    if change.kind == ADDED:
        return _("Added “%(label)s”", label=change.label)
    if change.kind == MOVED:
        return _("Moved “%(label)s”", label=change.label)
    if change.kind != CHANGED:
        return _("Removed “%(label)s”", label=change.label)
    settings = ", ".join(common_word(one) for one in change.settings)
    if not change.place:
        return _("Changed the form: %(settings)s", settings=settings)
    return _("Changed “%(label)s”: %(settings)s", label=change.label, settings=settings)
