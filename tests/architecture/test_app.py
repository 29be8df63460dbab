"""The composed application: every route says who may call it, the schema has one head."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from werkzeug.routing import Rule

from licorne.app import create_app
from licorne.config import Settings
from licorne.models import migrating, schema
from licorne.models.all import metadata
from licorne.models.database import db
from licorne.web.access import RANK, declared_access

#: Parts that guard themselves: the API asks for a bearer token (tests/api), the others show nothing of any organisation.
OWN_GUARD = {"api", "health", "metrics"}
#: Tables without an organisation, and why.
SHARED = {
    "organisation": "it is the organisation",
    "user_account": "a person may belong to several",
    "login_session": "a person's, who may then choose an organisation",
    "failed_logins": "counted before anybody is known",
    "worker": "a process serves all",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = Settings.from_environment({"LICORNE_TESTING": "1"}, data=tmp_path_factory.mktemp("data"))
    made = create_app(settings)
    with made.app_context():
        yield made
        db.engine.dispose()


def _guarded(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] not in {*OWN_GUARD, "static"}]


def test_every_route_declares_who_may_call_it(app: Flask) -> None:
    rules = _guarded(app)
    assert len(rules) > 20
    assert [rule.rule for rule in rules if declared_access(rule.endpoint) not in RANK] == []


def test_every_route_belongs_to_a_part_with_a_guard(app: Flask) -> None:
    assert [rule.rule for rule in _guarded(app) if "." not in rule.endpoint] == []


def test_a_read_never_changes_anything_and_a_change_is_never_a_get(app: Flask) -> None:
    """A route takes GET or POST-like methods, except pages that show a form and take it back at the same address."""
    changing = {"PUT", "PATCH", "DELETE"}
    assert [rule.rule for rule in _guarded(app) if rule.methods and rule.methods & changing and "GET" in rule.methods] == []


def test_the_schema_has_one_head() -> None:
    heads = ScriptDirectory.from_config(migrating.config()).get_heads()
    assert heads == [schema.head()]


def test_every_table_has_an_organisation_or_a_reason() -> None:
    without = {table.name for table in metadata.tables.values() if "organisation_id" not in table.columns}
    assert without == set(SHARED)


def test_every_link_between_rows_of_an_organisation_carries_the_organisation() -> None:
    """A child that names its parent by its id alone could be hung below a stranger's row."""
    loose = [
        f"{table.name}: {', '.join(column.name for column in key.columns)}"
        for table in metadata.tables.values()
        for key in table.foreign_key_constraints
        if "organisation_id" in table.columns
        and "organisation_id" in key.referred_table.columns
        and "organisation_id" not in {column.name for column in key.columns}
    ]
    assert loose == []


def test_templates_and_static_files_are_found(app: Flask) -> None:
    assert Path(app.template_folder or "").is_dir()
    assert app.jinja_env.list_templates()
