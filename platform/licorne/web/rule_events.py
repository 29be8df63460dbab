"""An event: what happened, which rules answered, and which did not, each with the first comparison that failed and what it saw."""

import json
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.event import Event, Run
from licorne.services import why
from licorne.services.why import Verdict
from licorne.web.access import access
from licorne.web.event_words import EventWords, event_words
from licorne.web.identity import organisation_id
from licorne.web.rule_labels import labels_for
from licorne.web.seen import Row, seen
from licorne.web.translate import _
from rules.why_not import Failure

blueprint = Blueprint("rule_events", __name__)
#: Events that the page of a thing links to.
_MOST = 10


@dataclass(frozen=True, slots=True)
class Told:
    """One rule: its run, or why there is none. `failed` is the comparison that decided against it."""

    verdict: Verdict
    why: str
    failed: Row | None

    @property
    def run(self) -> Run | None:
        """The run, if there is one."""
        return self.verdict.run


@dataclass(frozen=True, slots=True)
class Detail:
    """The page of an event."""

    event: Event
    happened: EventWords
    rules: list[Told]
    facts: str


@blueprint.get("/events/<uuid:event_id>")
@access("viewer")
def show(event_id: UUID) -> str:
    """One event."""
    event = why.event_of(organisation_id(), str(event_id))
    facts = json.dumps(event.facts, ensure_ascii=False, indent=2, sort_keys=True)
    detail = Detail(event, event_words(event), [_told(one) for one in why.verdicts(event)], facts)
    return render_template("app/event.html", detail=detail)


def events_about(subject_id: str) -> list[Event]:
    """The newest events about a thing, for links from its page."""
    mine = (Event.organisation_id == organisation_id(), Event.subject_id == subject_id)
    return list(current_session().scalars(select(Event).where(*mine).order_by(Event.id.desc()).limit(_MOST)))


def _told(verdict: Verdict) -> Told:
    failed = _failed(verdict, verdict.failure) if verdict.failure else None
    return Told(verdict, _words(verdict), failed)


def _words(verdict: Verdict) -> str:
    """Why it did not answer, empty where it did."""
    words = {
        "ran": "",
        "trigger": _("It listens to something else."),
        "condition": _("The first thing that kept it back:"),
        "earlier": _("Its conditions hold, but a rule that is asked before it came first, or lets none follow."),
        "depth": _("Rules had led to this event through too many others."),
        "loop": _("It had led to this event itself, so it was not asked again."),
        "off": _("It was not on at that time."),
        "erased": _("What it would look at was erased."),
    }
    return words[verdict.reason]


def _failed(verdict: Verdict, failure: Failure) -> Row:
    assert verdict.compiled is not None  # what failed was compiled
    labels = labels_for(organisation_id(), verdict.compiled.document)
    row = seen(failure.leaf, failure.trace, labels)
    assert isinstance(row, Row)  # a comparison, not a group
    return row
