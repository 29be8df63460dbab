"""Give a contact to somebody who looks after it: one person, each in turn, or who has the least to do."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import func, select, update

from licorne.errors import Permanent
from licorne.models.contact import Contact
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.models.work import Task
from licorne.services import approvals, audit, limits, rule_versions
from licorne.services.action import Action, Result, Work
from licorne.services.facts import actor_of, contact_id_of
from rules.expression.json_types import Json


class Assign(Action):
    """`how`: `fixed` takes the first of `among`; `round_robin` who has waited for longest; `least_loaded` who has the fewest open tasks.

    Who looks after members of a team is named as for approvals: `role:…`, `user:…`.
    """

    kind = "assign"
    effect_class = EffectClass.TRANSACTIONAL
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "required": ["among"],
        "additionalProperties": False,
        "properties": {
            "how": {"enum": ["fixed", "round_robin", "least_loaded"], "default": "fixed", "title": "How"},
            "among": {
                "type": "array",
                "minItems": 1,
                "maxItems": 50,
                "items": {"type": "string", "minLength": 1, "maxLength": 120},
                "title": "Among",
            },
            "only_unassigned": {"type": "boolean", "default": False, "title": "Only who has nobody yet"},
            "contact": {"title": "Contact"},
        },
    }

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        contact_id, mine = contact_id_of(work), Contact.organisation_id == work.organisation_id
        owner = session.scalar(select(Contact.owner_id).where(mine, Contact.id == contact_id).with_for_update())
        if owner is not None and work.settings.get("only_unassigned") is True:
            return Result({"contact": contact_id, "user": owner, "changed": False})
        user = self._chosen(session, work)
        session.execute(
            update(Contact).where(mine, Contact.id == contact_id).values(owner_id=user),
            execution_options={"synchronize_session": False},
        )
        audit.record(session, work.organisation_id, actor_of(work), "contact.assigned", contact_id, {"user": user})
        return Result({"contact": contact_id, "user": user, "changed": user != owner})

    def _chosen(self, session: GuardedSession, work: Work) -> str:
        among = work.settings["among"]
        people = approvals.people_of(session, work, map(str, among if isinstance(among, list) else []))
        if not people:
            raise Permanent("nobody_to_assign", work.step)
        how = work.settings.get("how")
        if how == "round_robin":
            return _in_turn(session, work, people)
        return _least_loaded(session, work.organisation_id, people) if how == "least_loaded" else people[0]


def _in_turn(session: GuardedSession, work: Work, people: Sequence[str]) -> str:
    """Who was not chosen yet, else who was chosen longest ago. The turn is a locked row of the rule's step."""
    assert work.run_id is not None  # clicks assign nobody in turn
    rule_id = rule_versions.rule_of_run(session, work.organisation_id, work.run_id)
    row = limits.locked(session, work.organisation_id, rule_id, f"turn:{work.step}")
    chosen = min(people, key=lambda user: row.used.index(user) if user in row.used else -1)
    row.used = [*(user for user in row.used if user != chosen), chosen]
    session.flush()
    return chosen


def _least_loaded(session: GuardedSession, organisation_id: str, people: Sequence[str]) -> str:
    rows = session.execute(
        select(Task.assignee_id, func.count())
        .where(Task.organisation_id == organisation_id, Task.state == "open", Task.assignee_id.in_(people))
        .group_by(Task.assignee_id)
    )
    load = {row[0]: row[1] for row in rows}
    return min(people, key=lambda user: load.get(user, 0))
