"""Rules from the gallery to live, without a script; what they would do about what has happened."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.invoice import Invoice
from licorne.services import live, publishing, rule_drafts, rule_templates
from licorne.services.action import Action
from licorne.services.trigger import Trigger
from licorne.web import formats
from licorne.web.rule_setting_words import HINTS, TITLES
from rules.flow_settings import SCHEMAS
from tests.web.office import Browser, Office, hidden_fields, words


@pytest.fixture
def rule_id(office: Office) -> str:
    """A rule that is being built: for new contacts."""
    with office.app.app_context():
        document = rule_templates.document_of(
            "welcome", "en", live.organisation(office.organisation_id), "project-request"
        )
        assert document is not None
        return rule_drafts.create(office.organisation_id, document, "token:test")


def ask(browser: Browser, rule_id: str, what: str, body: Any) -> TestResponse:
    """What a script posts."""
    token = hidden_fields(browser.get(f"/rules/{rule_id}/edit").text)["csrf_token"]
    headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
    return browser.client.post(f"/rules/{rule_id}/{what}", data=json.dumps(body), headers=headers)


def test_a_rule_from_the_gallery_is_live_after_three_clicks(member: Browser) -> None:
    assert 'href="/rules/new"' in member.get("/rules").text
    begun = member.post("/rules/new", "/rules/new", template="request_to_invoice")
    assert begun.status_code == 303
    done = member.post(begun.location.replace("/edit", "/publish"), begun.location)
    assert done.status_code == 303
    page = words(member.get(done.location).text)
    assert "Request → invoice, mail, task, reminder" in page
    assert "Live" in page


def test_an_empty_rule_is_kept_and_says_what_it_lacks(member: Browser) -> None:
    begun = member.post("/rules/new", "/rules/new", template="")
    refused = member.post(begun.location.replace("/edit", "/publish"), begun.location)
    page = member.get(begun.location)
    assert (refused.status_code, page.status_code) == (422, 200)
    assert "Untitled rule" in words(page.text)


def test_a_template_that_is_not_there_is_not_found(member: Browser) -> None:
    assert member.post("/rules/new", "/rules/new", template="nothing").status_code == 404


def test_trying_a_rule_shows_what_it_saw_and_does_nothing(office: Office, member: Browser, rule_id: str) -> None:
    office.browser().submit()
    with office.app.app_context():
        statement = select(func.count()).select_from(Effect).where(Effect.organisation_id == office.organisation_id)
        before = current_session().scalar(statement)
    page = words(member.get(f"/rules/{rule_id}/edit").text)
    assert "The rule would answer." in page
    assert "Ada Martin" in page
    assert "would be done" in page
    with office.app.app_context():
        assert current_session().scalar(statement) == before


def test_trying_a_draft_that_is_not_saved_tells_each_condition_and_step(
    office: Office, member: Browser, rule_id: str
) -> None:
    office.browser().submit()
    draft = json.loads(member.get(f"/rules/{rule_id}/draft").data)
    asked = {"left": {"fact": "answers.pages"}, "operator": "at_least", "right": {"value": "10"}}
    document = draft["document"] | {"conditions": {"all": [asked]}}
    told = json.loads(ask(member, rule_id, "try", {"document": document, "event": ""}).data)
    (row,) = told["conditions"]["items"]
    assert (told["matched"], row["truth"]) == (False, False)
    assert "4" in row["saw"]
    assert {step["code"] for step in told["steps"]} == {"not_reached"}
    broken = ask(member, rule_id, "try", {"document": {"schema": 1}, "event": ""})
    assert (broken.status_code, bool(json.loads(broken.data)["problems"])) == (200, True)


def test_a_trial_reckons_the_invoice_that_would_be_issued(office: Office, member: Browser) -> None:
    office.browser().submit()
    office.work()
    with office.app.app_context():
        demo = publishing.export_rule(office.organisation_id, "project-to-invoice")
        issued = select(Invoice.total, Invoice.currency).where(Invoice.organisation_id == office.organisation_id)
        total, currency = current_session().execute(issued).one()
        rule_id = rule_drafts.create(office.organisation_id, demo, "token:test")
    with office.app.test_request_context():
        wanted = formats.money(total, currency)
    shown = words(member.get(f"/rules/{rule_id}/edit").text)
    assert f"{wanted}, to Ada Martin" in shown
    # What waits for an earlier step is shown as its author wrote it, never as it rests.
    assert "Create a task: “Call [the contact’s name] about [number]”, in 2 days" in shown
    assert "$text" not in shown
    told = json.loads(ask(member, rule_id, "try", {"document": unknown_product(demo), "event": ""}).data)
    first = told["steps"][0]
    assert (first["id"], first["code"], bool(first["problems"])) == ("issue", "failed", True)


def unknown_product(document: dict[str, Any]) -> dict[str, Any]:
    """The same rule, selling what the catalogue does not have."""
    changed: dict[str, Any] = json.loads(json.dumps(document))
    changed["steps"][0]["settings"]["lines"] = [{"product": "unicorn", "quantity": "1"}]
    return changed


def test_two_who_save_see_each_other(member: Browser, rule_id: str) -> None:
    document = json.loads(member.get(f"/rules/{rule_id}/draft").data)["document"]
    kept = ask(member, rule_id, "draft", {"revision": 1, "document": document | {"priority": 1}})
    assert (kept.status_code, json.loads(kept.data)["revision"]) == (200, 2)
    overtaken = ask(member, rule_id, "draft", {"revision": 1, "document": document | {"priority": 2}})
    assert (overtaken.status_code, json.loads(overtaken.data)["theirs"]["document"]["priority"]) == (409, 1)
    late = member.post(f"/rules/{rule_id}/publish", f"/rules/{rule_id}/edit", revision="1")
    assert late.status_code == 409
    assert "has saved this draft meanwhile" in words(late.text)


def test_what_was_written_and_cannot_be_read_is_shown_again(member: Browser, rule_id: str) -> None:
    page = f"/rules/{rule_id}/edit"
    refused = member.post(page, page, document='{"schema": 1,')
    assert refused.status_code == 422
    assert "{&#34;schema&#34;: 1," in refused.text
    kept = member.post(page, page, document='{"schema": 1}')
    assert kept.status_code == 303
    assert "Before publishing" in words(member.get(page).text)


def test_a_version_comes_back_as_the_draft(member: Browser, rule_id: str) -> None:
    page = f"/rules/{rule_id}/edit"
    assert member.post(f"/rules/{rule_id}/publish", page).status_code == 303
    member.post(page, page, document='{"schema": 1}')
    again = member.post(f"/rules/{rule_id}/restore", page, number="1")
    assert again.status_code == 303
    assert re.search(r"Welcome a new contact", member.get(page).text)


@pytest.mark.parametrize("role", ["viewer", "stranger"])
def test_others_cannot_build_rules(office: Office, rule_id: str, role: str) -> None:
    browser = office.signed_in(role)
    assert browser.get(f"/rules/{rule_id}/edit").status_code in {403, 404}
    assert browser.get(f"/rules/{rule_id}/draft").status_code in {403, 404}


def test_the_editor_is_told_what_its_trigger_and_its_form_offer(member: Browser) -> None:
    told = json.loads(member.get("/rules/facts.json?kind=submission.received&form=project-request").data)
    facts = {one["path"]: one for one in told["facts"]}
    assert facts["answers.service"]["choices"][0] == ["website", "Website"]
    assert (facts["answers.pages"]["kind"], facts["contact.is_new"]["kind"], facts["today"]["kind"]) == (
        "number",
        "boolean",
        "date",
    )
    assert "contact.id" not in facts
    nothing = json.loads(member.get("/rules/facts.json?kind=nonsense&form=nonsense").data)
    assert [one["path"] for one in nothing["facts"]] == ["today"]


def test_past_events_come_with_the_facts_of_the_chosen_one_and_without_the_catalogue(
    office: Office, member: Browser
) -> None:
    office.browser().submit()
    office.browser().submit(email="ben@example.com")
    kind = "/rules/events.json?kind=submission.received&form="
    told = json.loads(member.get(f"{kind}project-request").data)
    assert (told["event"], "catalogue" in told["facts"]) == (told["events"][0]["id"], False)
    assert told["facts"]["contact"]["email"] == "ben@example.com"
    second = json.loads(member.get(f"{kind}project-request&event={told['events'][1]['id']}").data)
    assert second["facts"]["contact"]["email"] == "ada@example.com"
    assert json.loads(member.get(f"{kind}another").data) == {"events": [], "event": "", "facts": {}}


def test_versions_say_what_changed_and_publishing_answers_with_what_is_in_the_way(
    member: Browser, rule_id: str
) -> None:
    assert ask(member, rule_id, "publish.json", {"revision": 1}).status_code == 200
    document = json.loads(member.get(f"/rules/{rule_id}/draft").data)["document"]
    ask(member, rule_id, "draft", {"revision": 1, "document": {**document, "steps": []}})
    versions = json.loads(member.get(f"/rules/{rule_id}/versions.json").data)
    assert [one["number"] for one in versions["versions"]] == [1]
    assert all(one.startswith("Removed “") for one in versions["draft"])
    refused = ask(member, rule_id, "publish.json", {"revision": 2})
    assert (refused.status_code, bool(json.loads(refused.data)["problems"])) == (422, True)
    late = ask(member, rule_id, "publish.json", {"revision": 1})
    assert (late.status_code, json.loads(late.data)["theirs"]["revision"]) == (409, 2)
    restored = ask(member, rule_id, "restore.json", {"number": 1, "revision": 2})
    assert json.loads(restored.data)["document"] == document


def test_every_setting_of_the_editor_has_a_word() -> None:
    schemas = [
        one.settings_schema
        for one in (*Trigger.registered.values(), *Action.registered.values())
        if getattr(one, "offered", True)
    ]
    said = set(_said([*schemas, *SCHEMAS.values()]))
    assert {text for key, text in said if key == "title"} == set(TITLES)
    assert {text for key, text in said if key == "description"} == set(HINTS)


def _said(schema: Any) -> Iterator[tuple[str, str]]:
    """The titles and hints of schemas, however deep."""
    if isinstance(schema, list | tuple):
        for one in schema:
            yield from _said(one)
    elif isinstance(schema, Mapping):
        yield from ((key, schema[key]) for key in ("title", "description") if isinstance(schema.get(key), str))
        yield from _said([*schema.values()])
