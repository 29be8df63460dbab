"""GET /healthz and /metrics."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from licorne import data_folder
from licorne.adapters.pdf.pool import PdfRenderer
from licorne.app import create_app
from licorne.config import Settings
from licorne.models import schema
from licorne.models.database import db
from licorne.services.liveness import beat, leave
from tests.api.client import ApiClient, opened
from tests.servers.redis import RedisServer


@pytest.fixture
def app(api: ApiClient) -> Flask:
    return api.app


def health(app: Flask) -> tuple[int, str, dict[str, str]]:
    answer = app.test_client().get("/healthz")
    assert answer.json is not None
    return answer.status_code, answer.json["status"], answer.json["parts"]


def live(app: Flask, *roles: str) -> None:
    with app.app_context():
        for role in roles:
            beat(f"test:{role}", role)


def test_it_is_ok_once_every_part_has_given_a_sign_of_life(app: Flask) -> None:
    assert health(app)[:2] == (503, "unavailable")
    live(app, "worker")
    assert health(app)[2]["sweeper"] == "no sign of life"
    live(app, "sweeper")
    assert health(app) == (200, "ok", dict.fromkeys(("database", "redis", "worker", "sweeper"), "ok"))
    with app.app_context():
        leave("test:worker")
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {
        "status": "unavailable",
        "reason": "worker: no sign of life",
        "parts": {"database": "ok", "redis": "ok", "worker": "no sign of life", "sweeper": "ok"},
    }


def test_without_its_redis_it_is_degraded_and_still_serves(seeded_settings: Settings, renderer: PdfRenderer) -> None:
    server = RedisServer().start()
    try:
        with opened(replace(seeded_settings, redis_url=server.url), renderer) as app:
            live(app, "worker", "sweeper")
            assert health(app)[:2] == (200, "ok")
            server.kill()
            code, status, parts = health(app)
            assert (code, status) == (200, "degraded")
            assert parts["redis"] != "ok"
    finally:
        server.stop()


def test_an_installation_without_redis_needs_no_worker(small: ApiClient) -> None:
    live(small.app, "sweeper")
    assert health(small.app) == (200, "ok", {"database": "ok", "sweeper": "ok"})


@pytest.fixture
def on_another_schema(app: Flask) -> Iterator[Flask]:
    """Put back at the end: the database is used again, and only the tables of models are restored for others."""
    _write_revision(app, "0000")
    yield app
    _write_revision(app, schema.head())


def _write_revision(app: Flask, revision: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_another_schema_than_this_codes_is_said(on_another_schema: Flask) -> None:
    live(on_another_schema, "worker", "sweeper")
    code, _, parts = health(on_another_schema)
    assert code == 503
    assert "0000" in parts["database"]


def test_a_database_without_any_schema_is_told_apart_from_one_that_is_away(tmp_path: Path) -> None:
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"}, data=tmp_path)
    data_folder.make(settings)
    code, _, parts = health(create_app(settings))
    assert (code, list(parts)) == (503, ["database"])
    assert "has schema none" in parts["database"]


def test_with_no_workers_wanted_the_sweeper_is_enough(seeded_settings: Settings, renderer: PdfRenderer) -> None:
    with opened(replace(seeded_settings, workers=0), renderer) as app:
        live(app, "sweeper")
        assert health(app) == (200, "ok", dict.fromkeys(("redis", "database", "sweeper"), "ok"))


def test_a_database_that_is_away_is_503_and_not_an_error_page(small: ApiClient) -> None:
    with small.app.app_context():
        db.engine.dispose()
        url = small.app.extensions["licorne"].settings.database_url
    path = url.removeprefix("sqlite:///")
    with open(path, "wb") as file:
        file.write(b"this is no database" * 1000)
    assert health(small.app)[:2] == (503, "unavailable")


def test_metrics_are_told_on_this_machine_only(small: ApiClient) -> None:
    client = small.app.test_client()
    small.submit("one")
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert "licorne_rings_total" in answer.text
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404
    assert client.get("/metrics", headers={"Forwarded": "for=192.0.2.1"}).status_code == 404
