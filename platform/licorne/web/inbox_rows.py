"""What waits for the person who looks: approvals that they are asked for, tasks that are theirs or nobody's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import or_, select

from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.event import Event, Run
from licorne.models.flow import Wait
from licorne.models.organisation import User
from licorne.models.rule import Rule, RuleVersion
from licorne.models.work import Task
from licorne.services import approvals, members, snoozes
from licorne.services.sessions import Member
from licorne.web.contact_timeline import why_url

#: Open tasks that are shown; whoever has more looks at the list of tasks.
MOST = 100


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval that the person is asked for."""

    wait: Wait
    rule_name: str
    because: str


@dataclass(frozen=True, slots=True)
class Duty:
    """An open task that is the person's or nobody's."""

    task: Task
    contact_name: str | None
    assignee: str | None
    run_id: str | None

    @property
    def url(self) -> str:
        """The page of what the task is about."""
        if self.task.invoice_id:
            return url_for("invoices.show", invoice_id=self.task.invoice_id)
        if self.task.contact_id:
            return url_for("contacts.show", contact_id=self.task.contact_id)
        return url_for("tasks.index")

    @property
    def why_url(self) -> str:
        """The run that made it, empty for one made by hand."""
        return why_url(self.run_id)


@dataclass(frozen=True, slots=True)
class Waiting:
    """All of it: what to see to, and what the person has put aside."""

    approvals: list[Approval]
    duties: list[Duty]
    snoozed_approvals: list[Approval]
    snoozed_duties: list[Duty]
    people: list[tuple[str, str]]

    @property
    def snoozed(self) -> int:
        """How much is put aside."""
        return len(self.snoozed_approvals) + len(self.snoozed_duties)


def waiting_for(who: Member) -> Waiting:
    """What waits for a person, the most urgent first."""
    hidden = snoozes.snoozed(who.organisation_id, who.user_id)
    asked = _approvals(who, approvals.pending_for(who.organisation_id, who.user_id))
    duties = [Duty(*row) for row in _tasks(who)]
    people = [(user.id, user.name) for _, user in members.members(who.organisation_id)]
    return Waiting(
        approvals=[one for one in asked if one.wait.id not in hidden],
        duties=[one for one in duties if one.task.id not in hidden],
        snoozed_approvals=[one for one in asked if one.wait.id in hidden],
        snoozed_duties=[one for one in duties if one.task.id in hidden],
        people=[("", "–"), *people],
    )


def _approvals(who: Member, waits: list[Wait]) -> list[Approval]:
    if not waits:
        return []
    same = Run.organisation_id
    rows = current_session().execute(
        select(Run.id, Rule.name, Event)
        .join(Event, (Event.organisation_id == same) & (Event.id == Run.event_id))
        .join(RuleVersion, (RuleVersion.organisation_id == same) & (RuleVersion.id == Run.rule_version_id))
        .join(Rule, (Rule.organisation_id == same) & (Rule.id == RuleVersion.rule_id))
        .where(Run.organisation_id == who.organisation_id, Run.id.in_([wait.run_id for wait in waits]))
    )
    about = {run_id: (name, _because(event)) for run_id, name, event in rows}
    return [Approval(wait, *about[wait.run_id]) for wait in waits]


def _because(event: Event) -> str:
    contact = event.facts.get("contact")
    return str(contact.get("name") or contact.get("email") or "") if isinstance(contact, dict) else ""


def _tasks(who: Member) -> Iterable[Any]:
    same = Task.organisation_id
    return current_session().execute(
        select(Task, Contact.name, User.name, Effect.run_id)
        .outerjoin(Contact, (Contact.organisation_id == same) & (Contact.id == Task.contact_id))
        .outerjoin(User, User.id == Task.assignee_id)
        .outerjoin(Effect, (Effect.organisation_id == same) & (Effect.id == Task.effect_id))
        .where(Task.organisation_id == who.organisation_id, Task.state == "open")
        .where(or_(Task.assignee_id == who.user_id, Task.assignee_id.is_(None)))
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
        .limit(MOST)
    )
