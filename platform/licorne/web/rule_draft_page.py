"""What the pages of a rule's draft say: its sentence, what stands in the way, its trial, its versions."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.rule import RuleVersion
from licorne.services.draft_rows import Document
from licorne.services.publishing import problems_of_rule
from licorne.services.rule_drafts import Draft
from licorne.web.formats import moment
from licorne.web.messages import sentence
from licorne.web.people import actor_name
from licorne.web.rule_labels import rule_sentence
from licorne.web.rule_trial import Trial, trial_of
from rules.document import RuleDocument, parse
from rules.expression.json_types import Json
from rules.expression.problem import Refused

#: Versions listed, the newest.
_MOST = 30


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is wrong, and where."""

    place: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Published:
    """One version, who published it and when."""

    number: int
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Page:
    """`trial` is None and `sentence` empty where the document cannot be read as a rule."""

    sentence: str
    problems: list[Told]
    trial: Trial | None
    versions: list[Published]
    text: str


def page_of(organisation: str, draft: Draft, event: str) -> Page:
    """All of it; `event` is the id of the past event to try it on, empty for the newest."""
    rule = _read(draft.document)
    return Page(
        sentence=rule_sentence(organisation, rule) if rule else "",
        problems=problems_told(organisation, draft.document),
        trial=trial_of(organisation, draft.document, event) if rule else None,
        versions=_versions(organisation, draft.rule_id),
        text=json.dumps(draft.document, ensure_ascii=False, indent=2),
    )


def problems_told(organisation: str, document: Document) -> list[Told]:
    """What stands between a draft and its publication, in words."""
    return [Told(one.place, one.code, sentence(one)) for one in problems_of_rule(organisation, document)]


def saved(draft: Draft, organisation: str) -> dict[str, Json]:
    """A draft as JSON but for its document: whoever has sent it has it."""
    rule = _read(draft.document)
    problems: list[Json] = [
        {"place": one.place, "code": one.code, "text": one.text} for one in problems_told(organisation, draft.document)
    ]
    return {
        "revision": draft.revision,
        "savedAt": moment(draft.saved_at),
        "savedBy": actor_name(draft.saved_by) if draft.saved_by else "",
        "live": draft.live_number,
        "changed": draft.is_changed,
        "problems": problems,
        "sentence": rule_sentence(organisation, rule) if rule else "",
    }


def told(draft: Draft, organisation: str) -> dict[str, Json]:
    """The same with the document."""
    return {**saved(draft, organisation), "document": draft.document}


def _read(document: Document) -> RuleDocument | None:
    """The rule, None where it is not finished: the problems say why."""
    try:
        return parse(document)
    except Refused:
        return None


def _versions(organisation: str, rule_id: str) -> list[Published]:
    mine = (RuleVersion.organisation_id == organisation, RuleVersion.rule_id == rule_id)
    statement = select(RuleVersion).where(*mine).order_by(RuleVersion.number.desc()).limit(_MOST)
    return [_version(one) for one in current_session().scalars(statement)]


def _version(one: RuleVersion) -> Published:
    by = actor_name(one.published_by) if one.published_by else ""
    return Published(one.number, moment(one.published_at or one.created_at), by)
