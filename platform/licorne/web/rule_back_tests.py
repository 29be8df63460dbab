"""A draft tried over all that has happened: begun, watched, cancelled, and read event by event. All of it works without a script."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from licorne.models.event import Event
from licorne.models.proof import BackTest, BackTestRow
from licorne.services import back_tests, rule_drafts
from licorne.services.rule_drafts import Draft
from licorne.web.access import access
from licorne.web.builder_answers import answer
from licorne.web.event_words import event_words
from licorne.web.identity import member, no_visit, organisation_id
from licorne.web.states import Mark
from licorne.web.translate import _
from rules.backtest import ADDED, CHANGED, REMOVED

blueprint = Blueprint("rule_back_tests", __name__)
#: Differences on the page; the numbers count all.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """An event that draft and live version answer differently."""

    difference: BackTestRow
    event: Event
    title: str
    who: str

    @property
    def mark(self) -> Mark:
        """What would be different."""
        return _MARKS[self.difference.kind]()


@blueprint.get("/rules/<uuid:rule_id>/back-test")
@access("member")
def show(rule_id: UUID) -> str:
    """The latest back-test of the rule, as far as it is."""
    draft = rule_drafts.load(organisation_id(), str(rule_id))
    test = back_tests.newest(organisation_id(), str(rule_id))
    found = back_tests.rows(organisation_id(), test.id, _MOST) if test else []
    rows = [_row(*one) for one in found]
    return render_template("app/rule_back_test.html", draft=draft, test=test, rows=rows, is_old=_is_old(draft, test))


@blueprint.post("/rules/<uuid:rule_id>/back-test")
@access("member")
def begin(rule_id: UUID) -> Response:
    """Tries the draft as it is kept now over all past events, in the background."""
    draft = rule_drafts.load(organisation_id(), str(rule_id))
    back_tests.begin(organisation_id(), str(rule_id), draft.document, member().actor)
    return redirect(url_for("rule_back_tests.show", rule_id=rule_id))


@blueprint.post("/rules/<uuid:rule_id>/back-test/<uuid:test_id>/cancel")
@access("member")
def cancel(rule_id: UUID, test_id: UUID) -> Response:
    """Stops it; what it has found stays."""
    back_tests.cancel(organisation_id(), str(test_id), member().actor)
    return redirect(url_for("rule_back_tests.show", rule_id=rule_id))


@blueprint.get("/rules/<uuid:rule_id>/back-test/progress")
@access("member")
@no_visit
def progress(rule_id: UUID) -> Response:
    """How far it is, as JSON, for a page that is open: `{"running", "seen", "total"}`."""
    test = back_tests.newest(organisation_id(), str(rule_id))
    if test is None:
        return answer({"running": False, "seen": 0, "total": 0})
    return answer({"running": test.state == "running", "seen": test.seen, "total": test.total})


def _is_old(draft: Draft, test: BackTest | None) -> bool:
    """Whether the draft was changed since."""
    return test is not None and test.document != draft.document


def _row(difference: BackTestRow, event: Event) -> Row:
    contact = event.facts.get("contact")
    who = str(contact.get("name") or contact.get("email") or "") if isinstance(contact, dict) else ""
    return Row(difference, event, event_words(event).title, who)


_MARKS: dict[str, Callable[[], Mark]] = {
    ADDED: lambda: Mark("ok", "plus", _("Would answer")),
    REMOVED: lambda: Mark("no", "x", _("Would not answer any more")),
    CHANGED: lambda: Mark("info", "pencil", _("Would do something else")),
}
