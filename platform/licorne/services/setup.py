"""Preparing an installation: schema, and the demo organisation on an empty database."""

import json
import secrets
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from sqlalchemy import create_engine, select

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.billing.decimals import parse_price, parse_rate
from licorne.config import Settings
from licorne.data_folder import make
from licorne.models import schema
from licorne.models.all import metadata
from licorne.models.database import current_session, transaction
from licorne.models.guard import GuardedSession
from licorne.models.organisation import Organisation
from licorne.models.write_lock import WriteLock
from licorne.services import accounts, catalogue, numbering, publishing

DEMO = "atelier-licorne"
OWNER = "owner@atelier-licorne.example"
#: Demonstrations may stand at any day: the demo's prices hold on all of them.
_PRICED_SINCE = date(2000, 1, 1)


@dataclass(frozen=True)
class SeedReport:
    """What seeding made; the password is shown once and kept nowhere. All None where there was nothing to seed."""

    form_path: str | None = None
    login: str | None = None
    password: str | None = None


def migrate(settings: Settings) -> None:
    """Brings the database to the newest schema. Safe to call from several processes at once."""
    make(settings)
    engine = create_engine(settings.database_url)
    lock = WriteLock(settings.run_folder / "migrate.lock").held() if settings.is_sqlite else None
    try:
        schema.migrate(engine, lock)
    finally:
        engine.dispose()


def is_empty() -> bool:
    """Whether there is no organisation yet."""
    return current_session().scalar(select(Organisation.id).limit(1)) is None


def seed() -> SeedReport:
    """The demo organisation with its owner, catalogue, form and rule, whole or not at all: half of it would not be empty."""
    data = _demo()
    password = secrets.token_urlsafe(12)
    with transaction() as session:
        organisation_id = _organisation(session, data, password)
        for slug, document in data["forms"].items():
            publishing.publish_form(organisation_id, slug, document, "system")
        for slug, document in data["rules"].items():
            publishing.publish_rule(organisation_id, slug, document, "system")
    return SeedReport(f"/f/{next(iter(data['forms']))}", OWNER, password)


def reset(settings: Settings) -> SeedReport:
    """Empties the database and seeds it anew; only for demonstrations, the caller has asked twice."""
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    engine.dispose()
    migrate(settings)
    return seed()


def _demo() -> dict[str, Any]:
    folder = resources.files("licorne.services") / "demo"
    return {
        "organisation": json.loads((folder / "organisation.json").read_text("utf-8")),
        "forms": {"project-request": json.loads((folder / "project-request.form.json").read_text("utf-8"))},
        "rules": {"project-to-invoice": json.loads((folder / "project-to-invoice.rule.json").read_text("utf-8"))},
    }


def _organisation(session: GuardedSession, data: dict[str, Any], password: str) -> str:
    facts = data["organisation"]
    numbering.check(facts["row"]["number_pattern"], "organisation/row/number_pattern")
    organisation = Organisation(id=new_id(), slug=DEMO, created_at=clock.now(), stamp=1, **facts["row"])
    session.add(organisation)
    session.flush()
    user = accounts.create_user(session, OWNER, facts["owner"]["name"], password, facts["owner"]["language"])
    accounts.join(session, organisation.id, user.id, "owner")
    for code, product in facts["products"].items():
        _product(organisation, code, product)
    return organisation.id


def _product(organisation: Organisation, code: str, product: dict[str, Any]) -> None:
    price = catalogue.Price(_PRICED_SINCE, parse_price(product["price"]), parse_rate(product["rate"]))
    catalogue.add(organisation.id, code, catalogue.Draft(product["name"], product["unit"]), price, "system")
