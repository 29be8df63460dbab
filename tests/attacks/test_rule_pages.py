"""Addresses and posts that no page of ours makes, on PostgreSQL, which refuses what SQLite takes: an answer in words, never a crash."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from licorne.config import Settings
from licorne.models.database import db
from licorne.services import live, rule_drafts, rule_templates
from tests.servers.databases import PostgresDatabases
from tests.services.fixtures import renderer
from tests.web.office import Browser, Office, hidden_fields

__all__ = ["renderer"]


@pytest.fixture(scope="module")
def member(
    tmp_path_factory: pytest.TempPathFactory, postgres_databases: PostgresDatabases, request: pytest.FixtureRequest
) -> Iterator[tuple[Browser, str]]:
    """Somebody who may build rules, and the address of one that is being built."""
    url, data = postgres_databases.create(), Path(tmp_path_factory.mktemp("rules"))
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": url}, data=data)
    office = Office(settings, request.getfixturevalue("renderer"))
    with office.app.app_context():
        organisation = live.organisation(office.organisation_id)
        document = rule_templates.document_of("welcome", "en", organisation, "project-request")
        assert document is not None
        rule_id = rule_drafts.create(office.organisation_id, document, "token:test")
    yield office.signed_in("member"), f"/rules/{rule_id}"
    with office.app.app_context():
        db.engine.dispose()
    postgres_databases.drop(url)


@pytest.mark.parametrize(
    "address",
    [
        "/runs?day=9999-12-31",
        "/runs?day=0001-01-01",
        "/runs?day=2026-02-30",
        "/rules/events.json?kind=submission.received&event=abc",
        "/rules/events.json?kind=submission.received&event=%E2%82%AC",
    ],
)
def test_what_stands_in_no_calendar_and_is_no_identifier_narrows_nothing(
    member: tuple[Browser, str], address: str
) -> None:
    assert member[0].get(address).status_code == 200


@pytest.mark.parametrize("event", ["abc", "0" * 36, "ffffffff-ffff-7fff-bfff-ffffffffffff"])
def test_a_trial_on_what_is_no_event_is_not_found(member: tuple[Browser, str], event: str) -> None:
    browser, rule = member
    token = hidden_fields(browser.get(f"{rule}/edit").text)["csrf_token"]
    headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
    document = json.loads(browser.get(f"{rule}/draft").data)["document"]
    body = json.dumps({"document": document, "event": event})
    assert browser.client.post(f"{rule}/try", data=body, headers=headers).status_code == 404
    for what in ("restore", "publish"):
        body = json.dumps({"revision": 10**11, "number": 10**20})
        assert 400 <= browser.client.post(f"{rule}/{what}.json", data=body, headers=headers).status_code < 500


@pytest.mark.parametrize("revision", ["9" * 5_000, "9" * 11, "-1", "one", ""])
def test_a_revision_that_there_cannot_be_is_refused(member: tuple[Browser, str], revision: str) -> None:
    browser, rule = member
    answer = browser.post(f"{rule}/publish", f"{rule}/edit", revision=revision)
    assert 400 <= answer.status_code < 500
