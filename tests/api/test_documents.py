"""Publishing forms and rules, and reading them back."""

from typing import Any

import pytest

from tests.api.client import ApiClient


@pytest.mark.parametrize("path", ["/forms/project-request", "/rules/project-to-invoice"])
def test_publishing_the_same_document_changes_nothing_and_another_makes_a_version(small: ApiClient, path: str) -> None:
    document = small.get(f"{path}/document")
    same = small.call("PUT", path, json=document)
    assert (same.status_code, same.json["live_version"]) == (200, 1)
    name = "title" if path.startswith("/forms") else "name"
    changed = document | {name: document[name] | {"en": "Another name"}}
    published = small.call("PUT", path, json=changed)
    assert (published.status_code, published.json["live_version"], published.json["name"]) == (201, 2, "Another name")
    assert small.get(f"{path}/document") == changed


def test_a_new_form_can_be_posted_to_at_once(small: ApiClient) -> None:
    document = small.get("/forms/project-request/document")
    assert small.call("PUT", "/forms/second", json=document).status_code == 201
    assert small.submit("k", form="second").json["form"] == "second"
    assert small.submit("k").status_code == 201


BAD: list[Any] = [
    {},
    [],
    {"schema": 1},
    {"schema": 99},
    {"title": 5},
    {"fields": [{"type": "colour"}]},
    {"trigger": {"kind": "x"}},
]


@pytest.mark.parametrize("document", BAD)
@pytest.mark.parametrize("path", ["/forms/bad", "/rules/bad"])
def test_a_bad_document_is_refused_with_reasons(small: ApiClient, path: str, document: Any) -> None:
    answer = small.call("PUT", path, json=document)
    assert answer.status_code == 422
    assert answer.json["error"]["problems"]
    assert small.call("GET", path).status_code == 404


@pytest.mark.parametrize("slug", ["Bad", "a_b", "-a", "é", "a" * 81, "a%2Fb"])
def test_a_bad_slug_is_refused(small: ApiClient, slug: str) -> None:
    document = small.get("/forms/project-request/document")
    assert small.call("PUT", f"/forms/{slug}", json=document).status_code in {404, 422}
    assert len(small.get("/forms")["items"]) == 1


def test_settings_that_no_action_takes_are_refused_with_their_places(small: ApiClient) -> None:
    document = small.get("/rules/project-to-invoice/document")
    document["steps"][0]["settings"] |= {"due_days": "soon", "colour": "red"}
    document["steps"][0]["settings"]["lines"][0]["when"] = "always"
    document["steps"][1]["settings"]["template"] = "letter"
    answer = small.call("PUT", "/rules/project-to-invoice", json=document)
    found = [(one["code"], one["place"]) for one in answer.json["error"]["problems"]]
    assert (answer.status_code, sorted(found)) == (422, [
        ("not_a_condition", "/steps/0/settings/lines/0/when"),
        ("setting_not_allowed", "/steps/1/settings/template"),
        ("setting_type", "/steps/0/settings/due_days"),
        ("setting_unknown", "/steps/0/settings/colour"),
    ])  # fmt: skip
    assert small.get("/rules/project-to-invoice")["live_version"] == 1
