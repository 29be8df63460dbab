"""Whatever comes in: a clear 4xx in less than a second, and nothing has changed (reliability cases B09, B11)."""

import json
import time
from typing import Any

import pytest

from licorne.api.routes import ROUTES
from tests.api.client import ANSWERS, ApiClient

NUL = "\x00"
SUBMIT = "/forms/project-request/submissions"


def post(client: ApiClient, data: bytes, path: str = SUBMIT, **headers: str) -> Any:
    given = {"Content-Type": "application/json", "Idempotency-Key": "k"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    began = time.monotonic()
    answer = client.call("POST" if path == SUBMIT else "PUT", path, data=data, headers=given)
    assert time.monotonic() - began < 1
    return answer


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"[" * 100_000, 400, "json_too_deep"),
        (b'{"a":' * 50_000, 400, "json_too_deep"),
        (b"", 400, "json_malformed"),
        (b"{", 400, "json_malformed"),
        (b"\xff\xfe{\x00}\x00", 400, "json_not_utf8"),
        (b'{"answers": {}, "answers": {}}', 400, "json_duplicate_key"),
        (b'{"answers": {"pages": NaN}}', 400, "json_not_finite"),
        (b'{"answers": {"pages": 1e999}}', 400, "json_not_finite"),
        (b'{"answers": {"pages": %s}}' % (b"9" * 5000), 400, "json_number_too_long"),
        (b'{"answers": {"name": "a\x00b"}}', 400, "json_malformed"),
        (b'{"answers": {"name": "a\\u0000b"}}', 422, "json_character"),
        (b'{"answers": {"a\\u0000b": "c"}}', 422, "json_character"),
        (b'{"answers": {"name": "\\ud800"}}', 422, "json_character"),
        (b'{"answers": {"name": "' + b"a" * 300_000 + b'"}}', 413, "json_too_large"),
        (b"a" * 2_000_000, 413, "too_large"),
        (b"null", 422, "refused"),
        (b"[]", 422, "refused"),
        (b'{"answers": []}', 422, "refused"),
        (b'{"answers": {}}', 422, "refused"),
        (b'{"answers": {}, "total": "0.01"}', 422, "refused"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(small: ApiClient, data: bytes, status: int, code: str) -> None:
    for path in (SUBMIT,) if status == 422 else (SUBMIT, "/forms/new", "/rules/new"):
        answer = post(small, data, path)
        assert (answer.status_code, answer.json["error"]["code"]) == (status, code), path
    assert small.get("/submissions")["items"] == []
    assert small.submit("k").status_code == 201


def test_nul_is_refused_wherever_it_stands(api: ApiClient) -> None:
    for field in ANSWERS:
        assert api.submit(f"key-{field}", ANSWERS | {field: f"a{NUL}b"}).status_code == 422, field
    assert api.submit("key", ANSWERS | {f"x{NUL}": "a"}).status_code == 422
    for path in ("/forms/a%00b", "/contacts/%00", "/contacts?stage=%00", "/contacts?%00=a", "/contacts?cursor=a%00"):
        assert api.call("GET", path).status_code == 422, path
    key = {"Idempotency-Key": f"a{NUL}b"}
    assert api.call("POST", SUBMIT, json={"answers": ANSWERS}, headers=key).status_code == 422
    assert api.get("/submissions")["items"] == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/xml"]
)
def test_only_json_is_taken(small: ApiClient, kind: str) -> None:
    answer = post(small, json.dumps({"answers": ANSWERS}).encode(), Content_Type=kind)
    assert (answer.status_code, answer.json["error"]["code"]) == (415, "not_json")
    assert post(small, b"{}", Content_Type="application/json; charset=utf-8").status_code == 422


def test_answers_of_the_wrong_type_are_named_field_by_field(small: ApiClient) -> None:
    wrong = {"name": 5, "email": ["a@b.c"], "service": {"x": 1}, "pages": True, "rush": "perhaps", "consent": False}
    answer = small.submit("k", wrong)
    assert answer.status_code == 422
    assert {problem["place"] for problem in answer.json["error"]["problems"]} == set(wrong)


def test_prices_never_come_from_the_request(small: ApiClient) -> None:
    small.submit("k", ANSWERS | {"total": "0.01", "price": "0.01", "catalogue": {"website-page": {"price": "0.01"}}})
    small.perform()
    (invoice,) = small.get("/invoices")["items"]
    assert invoice["total"] == "1512.00"


def test_what_the_description_does_not_know_is_refused(small: ApiClient) -> None:
    for query in ("limit=0", "limit=101", "limit=-1", "limit=x", "limit=1e1", "limit=٣", "limit=1&limit=2", "cursor=!",
                  "cursor=" + "A" * 60, "cursor=%C3%A9", "stage=boss", "stgae=client", "limit=" + "9" * 400):  # fmt: skip
        assert small.call("GET", f"/contacts?{query}").status_code == 422, query
    assert small.call("GET", "/invoices?contact=1").status_code == 422
    assert small.call("GET", "/submissions?form=../x").status_code == 422


@pytest.mark.parametrize("key", ["", "a b", "é", "a" * 256, "a\tb"])
def test_an_unusable_idempotency_key_is_refused(small: ApiClient, key: str) -> None:
    headers = {"Idempotency-Key": key}
    assert small.call("POST", SUBMIT, json={"answers": ANSWERS}, headers=headers).status_code == 422


def test_without_an_idempotency_key_nothing_is_taken(small: ApiClient) -> None:
    answer = small.call("POST", SUBMIT, json={"answers": ANSWERS})
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "header_missing")


@pytest.mark.parametrize(
    "malformed", ["1", "..", "x" * 3000, "%F0%9F%A6%84", "0190A0B0-0000-7000-8000-000000000000", "' OR 1=1"]
)
def test_a_malformed_id_is_like_an_unknown_one(small: ApiClient, malformed: str) -> None:
    for route in ROUTES:
        if "<id>" in route.path:
            answer = small.call(route.method, route.path.replace("<id>", malformed), json={})
            assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found"), route


def test_unknown_addresses_and_wrong_methods_are_json_too(small: ApiClient) -> None:
    assert small.call("GET", "/nothing").status_code == 404
    answer = small.call("DELETE", "/contacts")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_language_that_the_form_lacks_is_refused(small: ApiClient) -> None:
    body = {"answers": ANSWERS, "language": "de"}
    assert small.call("POST", SUBMIT, json=body, headers={"Idempotency-Key": "k"}).status_code == 422
    body = {"answers": ANSWERS, "language": "fr"}
    assert small.call("POST", SUBMIT, json=body, headers={"Idempotency-Key": "k"}).json["language"] == "fr"


def test_the_longest_answers_that_the_form_takes_can_be_stored(api: ApiClient) -> None:
    email = "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".fr"
    assert api.submit("long", ANSWERS | {"name": "é" * 200, "email": email}).status_code == 201
    api.perform()
    assert api.get("/effects?state=done&kind=issue_invoice")["items"]
