"""What the rule editor asks while somebody builds: facts of a trigger, past events, versions; and what it publishes and restores."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from licorne.errors import NotFound, Refused, refuse
from licorne.models.database import current_session
from licorne.models.event import Event
from licorne.models.rule import RuleVersion
from licorne.services import rule_drafts
from licorne.services.rule_drafts import Draft, Overtaken
from licorne.web.access import access
from licorne.web.builder_answers import answer, body_of, sentences
from licorne.web.formats import moment
from licorne.web.identity import member, organisation_id
from licorne.web.people import actor_name
from licorne.web.rule_changes import changes_told
from licorne.web.rule_draft_page import told
from licorne.web.rule_editor_data import known_of
from licorne.web.rule_trial import past_events
from rules.expression.json_types import Json

blueprint = Blueprint("rule_editing", __name__)
#: Versions that are told at most, the newest; one more is read, for what changed with the oldest of them.
_MOST: Final = 30
#: Of a revision or version; a higher one, no database keeps.
_HIGHEST: Final = 999_999_999
#: Facts that no condition of a trial looks at and that would be most of what is sent.
_LEFT_OUT: Final = frozenset(("catalogue",))


@blueprint.get("/rules/facts.json")
@access("member")
def facts() -> Response:
    """What a rule of the trigger `kind` about the form `form` may look at."""
    return answer(known_of(organisation_id(), request.args.get("kind", ""), request.args.get("form", "")))


@blueprint.get("/rules/events.json")
@access("member")
def events() -> Response:
    """The newest events of `kind` (about `form`, where one is named), and the facts of `event`, else of the newest."""
    kind, form, wanted = (request.args.get(name, "") for name in ("kind", "form", "event"))
    found = past_events(organisation_id(), kind, form, wanted)
    chosen = next((one.id for one in found if one.id == wanted), found[0].id if found else "")
    listed: list[Json] = [{"id": one.id, "words": one.words} for one in found]
    return answer({"events": listed, "event": chosen, "facts": _facts(chosen) if chosen else {}})


def _facts(event_id: str) -> Json:
    mine = (Event.organisation_id == organisation_id(), Event.id == event_id)
    found = current_session().scalar(select(Event.facts).where(*mine))
    if found is None:
        raise NotFound(event_id)
    return {name: fact for name, fact in found.items() if name not in _LEFT_OUT}


@blueprint.get("/rules/<uuid:rule_id>/versions.json")
@access("member")
def versions(rule_id: UUID) -> Response:
    """The newest versions with what changed, and what the draft would change."""
    draft = rule_drafts.load(organisation_id(), str(rule_id))
    found = _versions(draft)
    rows: list[Json] = [_row(one, before, draft) for one, before in pairwise([*found, None]) if one is not None]
    shown = next(
        (one.document for one in found if one.number == draft.live_number), found[0].document if found else None
    )
    return answer({"draft": changes_told(shown, draft.document) if shown else [], "versions": rows[:_MOST]})


@blueprint.post("/rules/<uuid:rule_id>/publish.json")
@access("member")
def publish(rule_id: UUID) -> Response:
    """Makes the draft of `{"revision"}` live; 422 with all that is in the way."""
    actor = member().actor
    return _answered(
        rule_id, lambda body: rule_drafts.publish(organisation_id(), str(rule_id), _number(body, "revision"), actor)
    )


@blueprint.post("/rules/<uuid:rule_id>/restore.json")
@access("member")
def restore(rule_id: UUID) -> Response:
    """Makes the version `{"number", "revision"}` the draft."""
    actor, organisation = member().actor, organisation_id()
    return _answered(
        rule_id,
        lambda body: rule_drafts.restore(
            organisation, str(rule_id), _number(body, "number"), _number(body, "revision"), actor
        ),
    )


def _answered(rule_id: UUID, act: Callable[[dict[str, Json]], object]) -> Response:
    """The draft after the deed; 409 with the other one where somebody has saved since."""
    try:
        act(body_of())
    except Overtaken as overtaken:
        return answer({"theirs": told(overtaken.theirs, organisation_id())}, 409)
    except Refused as refused:
        return answer({"problems": sentences(refused)}, 422)
    return answer(told(rule_drafts.load(organisation_id(), str(rule_id)), organisation_id()))


def _number(body: dict[str, Json], name: str) -> int:
    given = body.get(name)
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= _HIGHEST:
        raise refuse("setting_type", name, expected="integer")
    return given


def _versions(draft: Draft) -> list[RuleVersion]:
    mine = (RuleVersion.organisation_id == organisation_id(), RuleVersion.rule_id == draft.rule_id)
    statement = select(RuleVersion).where(*mine).order_by(RuleVersion.number.desc()).limit(_MOST + 1)
    return list(current_session().scalars(statement))


def _row(version: RuleVersion, before: RuleVersion | None, draft: Draft) -> Json:
    return {
        "number": version.number,
        "at": moment(version.published_at or version.created_at),
        "by": actor_name(version.published_by) if version.published_by else "",
        "live": version.number == draft.live_number,
        "changes": changes_told(before.document, version.document) if before else [],
    }
