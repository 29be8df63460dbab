"""A Licorne in this process: the demo organisation on a fresh database, and the few things that tests do with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import func, select, text

from licorne import data_folder, faults
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.adapters.pdf.renderer import Renderer
from licorne.adapters.queue import QUEUE
from licorne.app import create_app
from licorne.config import Settings
from licorne.models.all import metadata
from licorne.models.base import Base
from licorne.models.database import current_session, db
from licorne.models.effect import Effect
from licorne.models.event import Event
from licorne.models.guard import EVERY
from licorne.models.organisation import Membership, Organisation, User
from licorne.models.rule import Rule
from licorne.services import live, publishing, rule_versions, setup, submissions
from licorne.services.doctor import Finding, examine
from licorne.services.executor import drain
from licorne.services.liveness import become_holder, holder
from licorne.services.sessions import Member
from licorne.services.submissions import Accepted, Posted
from rules.expression.json_types import Json

Row = TypeVar("Row", bound=Base)
ANSWERS: dict[str, Json] = {
    "name": "Ada Martin",
    "email": "ada@example.com",
    "service": "website",
    "pages": "4",
    "rush": True,
    "consent": True,
}
#: 4 pages of 240.00 and 300.00 for the rush, with 20 % of VAT.
TOTAL = 151200
CLIENT = "ada@example.com"


@dataclass(frozen=True)
class House:
    """What a test holds. The app's context is open; `perform` does what is due, by the one executor."""

    app: Flask
    settings: Settings

    @property
    def organisation_id(self) -> str:
        """The demo organisation's."""
        found = current_session().scalar(select(Organisation.id).where(Organisation.slug == setup.DEMO))
        assert found is not None
        return found

    @property
    def owner(self) -> Member:
        """Its owner, as if signed in."""
        (user,) = [user for user in self.rows(User) if user.email == setup.OWNER]
        (membership,) = [membership for membership in self.rows(Membership) if membership.user_id == user.id]
        organisation = live.organisation(membership.organisation_id)
        return Member(
            "none",
            user.id,
            user.name,
            user.email,
            user.language,
            membership.id,
            membership.role,
            organisation.id,
            organisation.name,
            organisation.zone,
            organisation.currency,
        )

    def submit(self, token: str | None = None, language: str = "en", **answers: Json) -> Accepted:
        """One post of the demo form; without a token a page loaded afresh."""
        form, organisation = live.form_at("project-request")
        return submissions.accept(form, organisation, Posted(ANSWERS | answers, token or new_id(), language))

    def perform(self) -> int:
        """Performs what is due, and what follows from it."""
        return drain(QUEUE, holder())

    def rows(self, model: type[Row]) -> list[Row]:
        """All rows of a table as they are now, oldest first."""
        current_session().close()
        order = list(model.__table__.primary_key)
        statement = select(model).order_by(*order).execution_options(**{EVERY: "the test looks at all"})
        return list(current_session().scalars(statement))

    def one(self, model: type[Row]) -> Row:
        """The only row of a table."""
        (row,) = self.rows(model)
        return row

    def step(self, name: str, item: str = "") -> Effect:
        """The only effect of a rule's step."""
        (effect,) = [effect for effect in self.rows(Effect) if (effect.step, effect.item) == (name, item)]
        return effect

    def facts(self, place: int = 0) -> dict[str, Any]:
        """What the rules were told of an event, the oldest first."""
        return dict(self.rows(Event)[place].facts)

    def rows_of_step(self, name: str) -> list[Effect]:
        """All effects of a step."""
        return [effect for effect in self.rows(Effect) if effect.step == name]

    def states(self) -> list[str]:
        """States of all effects in the order of their runs."""
        effects = sorted(self.rows(Effect), key=lambda effect: (effect.event_id or "", effect.position))
        return [effect.state for effect in effects]

    def only_rule_id(self, slug: str = "") -> str:
        """The id of the rule with this slug, by default of the demo's."""
        rules = self.rows(Rule)
        return rules[0].id if not slug else next(rule.id for rule in rules if rule.slug == slug)

    def only_rule(self, *steps: Json) -> None:
        """Has the demo form answered by one rule with these steps."""
        publishing.switch_rule(self.organisation_id, self.one(Rule).id, False, "system")
        publishing.publish_rule(self.organisation_id, "only", rule(*steps), "system")

    def census(self) -> dict[str, int]:
        """Rows per table."""
        current_session().close()
        with db.engine.connect() as connection:
            tables = metadata.sorted_tables
            return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}

    def sql(self, statement: str, **values: Any) -> None:
        """Changes rows behind the app's back."""
        current_session().close()
        with db.engine.begin() as connection:
            connection.execute(text(statement), values)

    def examine(self) -> list[Finding]:
        """What the doctor finds."""
        current_session().close()
        return examine()

    def stand_at(self, instant: datetime) -> None:
        """Stops the one clock at an instant."""
        file = self.settings.data / "clock"
        file.write_text(instant.isoformat(), encoding="ascii")
        clock.follow(file)


@contextmanager
def opened(settings: Settings, renderer: Renderer) -> Iterator[House]:
    """A house on a seeded database. Nothing of it outlives the block."""
    data_folder.make(settings)
    app = create_app(settings)
    app.extensions["licorne"] = replace(app.extensions["licorne"], renderer=renderer)
    try:
        with app.app_context():
            become_holder("test")
            yield House(app, settings)
            db.session.remove()
            db.engine.dispose()
    finally:
        app.extensions["licorne"].mailer.close()
        # Copies of one seed have the same ids: what this process remembers of one must not be believed of the next.
        for remembered in (live._organisations, live._forms, rule_versions._compiled):
            remembered.clear()
        clock.follow(None)
        faults.arm("", settings.data)


def rule(*steps: Json) -> dict[str, Json]:
    """A rule that answers every post of the demo form."""
    return {
        "schema": 1,
        "name": {"en": "Only"},
        "trigger": {"kind": "submission.received", "settings": {"form": "project-request"}},
        "conditions": {"all": []},
        "steps": list(steps),
    }


def codes(findings: Sequence[Finding]) -> set[str]:
    """The invariants that are broken."""
    return {finding.invariant for finding in findings}
