"""Runs as rows: which rule answered what, and how it went. Used by the pages of rules, submissions and contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.event import Event, Run
from licorne.models.rule import Rule, RuleVersion
from licorne.web.paging import AnySelect

#: More than any one event is answered by; a list of all runs of a rule has pages instead.
MOST = 50


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run with the names that make it readable."""

    run: Run
    event: Event
    rule_id: str
    rule_name: str
    version: int

    @property
    def because(self) -> str:
        """Who caused it, as far as the event's facts say."""
        contact = self.event.facts.get("contact")
        return str(contact.get("name") or contact.get("email") or "") if isinstance(contact, dict) else ""


def runs(organisation: str) -> AnySelect:
    """All runs of an organisation with their event, rule and version; narrow it by `.where`."""
    same = Run.organisation_id
    return (
        select(Run, Event, Rule.id, Rule.name, RuleVersion.number)
        .join(Event, (Event.organisation_id == same) & (Event.id == Run.event_id))
        .join(RuleVersion, (RuleVersion.organisation_id == same) & (RuleVersion.id == Run.rule_version_id))
        .join(Rule, (Rule.organisation_id == same) & (Rule.id == RuleVersion.rule_id))
        .where(Run.organisation_id == organisation)
    )


def run_row(row: Any) -> RunRow:
    """A row of `runs`."""
    return RunRow(*row)


def runs_about(organisation: str, subjects: Sequence[str]) -> list[RunRow]:
    """The runs that answered events about these things, newest first."""
    statement = runs(organisation).where(Event.subject_id.in_(subjects)).order_by(Run.id.desc()).limit(MOST)
    return [run_row(row) for row in current_session().execute(statement)]
