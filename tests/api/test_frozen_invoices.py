"""An issued invoice never changes, whoever asks and however (reliability case H03)."""

from typing import Any

import pytest

from tests.api.client import ApiClient


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("options", [{}, {"json": {"total": "0.01"}}, {"data": b"[" * 100_000}])
def test_no_request_changes_or_deletes_an_issued_invoice(
    small: ApiClient, method: str, options: dict[str, Any]
) -> None:
    small.submit("one")
    small.perform()
    (listed,) = small.get("/invoices")["items"]
    before = small.get(f"/invoices/{listed['id']}")
    answer = small.call(method, f"/invoices/{listed['id']}", **options)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "invoice_is_issued")
    assert answer.json["error"]["problems"][0]["parameters"] == {"number": listed["number"]}
    assert small.get(f"/invoices/{listed['id']}") == before


def test_a_paid_invoice_is_as_frozen_as_an_open_one(api: ApiClient) -> None:
    api.submit("one")
    api.perform()
    (invoice,) = api.get("/invoices")["items"]
    api.call("POST", f"/invoices/{invoice['id']}/paid")
    assert api.call("DELETE", f"/invoices/{invoice['id']}").status_code == 409
    paid = api.get(f"/invoices/{invoice['id']}")
    assert (paid["sha256"], paid["state"]) == (invoice["sha256"], "paid")
