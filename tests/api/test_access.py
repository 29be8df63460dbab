"""Who may call: a token's own organisation and nobody else."""

from typing import Any

import pytest

from licorne.api.routes import ROUTES
from licorne.services import tokens
from tests.api.client import ANSWERS, ApiClient

PROTECTED = [route for route in ROUTES if not route.public]
BODIES: dict[str, Any] = {
    "submit_form": {"json": {"answers": ANSWERS}, "headers": {"Idempotency-Key": "k"}},
    "mark_invoice_paid": {"json": {}},
}


@pytest.mark.parametrize(
    "token",
    [None, "Bearer", "Bearer lic_wrong", "Basic bGljOng=", "lic_wrong", "Bearer a b", "Bearer é", "Bearer ' OR 1"],
)
def test_without_a_valid_token_every_route_answers_401(small: ApiClient, token: str | None) -> None:
    nobody = ApiClient(small.app, None)
    headers = {"Authorization": token} if token else {}
    for route in PROTECTED:
        path = route.path.replace("<id>", "x").replace("<slug>", "project-request")
        answer = nobody.call(route.method, path, headers=headers, data=b"[" * 1000)
        assert (answer.status_code, answer.json["error"]["code"]) == (401, "not_authorised"), route
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_is_worth_nothing(small: ApiClient) -> None:
    with small.app.app_context():
        assert small.token
        row = tokens.find(small.token)
        assert row
        tokens.revoke(row.organisation_id, row.id, "system")
    assert small.call("GET", "/contacts").status_code == 401


def test_a_token_that_may_only_read_changes_nothing(small: ApiClient) -> None:
    reader = ApiClient(small.app, "atelier-licorne", "read")
    for route in PROTECTED:
        path = route.path.replace("<id>", "x").replace("<slug>", "project-request")
        answer = reader.call(route.method, path, **BODIES.get(route.name, {}))
        if route.method == "GET":
            assert answer.status_code in {200, 404}, route
        else:
            assert (answer.status_code, answer.json["error"]["code"]) == (403, "read_only_token"), route
    assert small.get("/submissions")["items"] == []


def test_the_last_use_of_a_token_is_remembered(small: ApiClient) -> None:
    with small.app.app_context():
        assert small.token
        assert getattr(tokens.find(small.token), "last_used_at", "") is None
    small.get("/contacts")
    with small.app.app_context():
        found = tokens.find(small.token)
        assert found is not None
        first = found.last_used_at
        assert first is not None
    small.get("/contacts")
    with small.app.app_context():
        assert getattr(tokens.find(small.token), "last_used_at", "") == first, "reading does not write each time"


def test_the_description_is_public(small: ApiClient) -> None:
    answer = ApiClient(small.app, None).call("GET", "/openapi.json")
    assert answer.json["openapi"].startswith("3.1")


def _ids(api: ApiClient) -> dict[str, str]:
    """Resource → an id or slug of the demo organisation."""
    api.submit("one")
    api.perform()
    found = {}
    for name in ("forms", "submissions", "contacts", "invoices", "tasks", "rules", "runs", "effects"):
        (first, *_) = api.get(f"/{name}")["items"]
        found[name] = first.get("slug", first["id"])
    return found


def test_a_stranger_sees_and_changes_nothing(api: ApiClient, stranger: ApiClient) -> None:
    ids = _ids(api)
    before = {name: api.get(f"/{name}") for name in ids}
    checked = 0
    for route in PROTECTED:
        resource = route.path.split("/")[1]
        path = route.path.replace("<id>", ids[resource]).replace("<slug>", ids[resource])
        if path == route.path:
            assert stranger.get(path) == {"items": [], "next": None}
            continue
        if route.method == "PUT" and "<slug>" in route.path:
            continue  # publishes something of the stranger's own: the next test
        answer = stranger.call(route.method, path, **BODIES.get(route.name, {}))
        unknown = path.replace(ids[resource], "01900000-0000-7000-8000-000000000000")
        same = stranger.call(route.method, unknown, **BODIES.get(route.name, {}))
        assert (answer.status_code, answer.data) == (404, same.data), route
        checked += 1
    assert checked >= 20
    assert {name: api.get(f"/{name}") for name in ids} == before


def test_filters_with_ids_of_others_find_nothing(api: ApiClient, stranger: ApiClient) -> None:
    ids = _ids(api)
    run = api.get(f"/runs/{ids['runs']}")
    for path in (f"/submissions?contact={ids['contacts']}", "/submissions?form=project-request", f"/runs?rule={ids['rules']}",
                 f"/runs?subject={run['subject_id']}", f"/effects?run={ids['runs']}", f"/tasks?invoice={ids['invoices']}"):  # fmt: skip
        assert api.get(path)["items"], path
        assert stranger.get(path)["items"] == [], path


def test_publishing_under_a_taken_form_slug_is_refused_and_a_rule_slug_is_ones_own(
    api: ApiClient, stranger: ApiClient
) -> None:
    form, rule = api.get("/forms/project-request/document"), api.get("/rules/project-to-invoice/document")
    answer = stranger.call("PUT", "/forms/project-request", json=form)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "slug_taken")
    assert stranger.call("PUT", "/rules/project-to-invoice", json=rule).status_code == 422, "it names another's form"
    assert stranger.call("PUT", "/forms/theirs", json=form).status_code == 201
    rule["trigger"]["settings"]["form"] = "theirs"
    assert stranger.call("PUT", "/rules/project-to-invoice", json=rule).status_code == 201
    assert api.get("/rules")["items"][0]["live_version"] == 1
    assert api.submit("k").status_code == 201
    assert stranger.get("/runs")["items"] == []
