"""What a person decides about a parked effect."""

from typing import Any

import pytest
from sqlalchemy import update

from licorne.models.database import transaction
from licorne.models.effect import Effect
from tests.api.client import ApiClient


def _park(client: ApiClient, state: str) -> dict[str, Any]:
    """The mail of a run, parked as an executor parks it."""
    client.submit("one")
    (issue,) = client.get("/effects?kind=issue_invoice")["items"]
    with client.app.app_context(), transaction() as session:
        session.execute(
            update(Effect).where(Effect.id == issue["id"]).values(state=state, error={"code": "by_test", "detail": ""}),
            execution_options={"every_organisation": "a test"},
        )
    found: dict[str, Any] = client.get(f"/effects/{issue['id']}")
    return found


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_a_parked_effect_is_retried_and_its_run_ends(small: ApiClient, state: str) -> None:
    parked = _park(small, state)
    assert [each["id"] for each in small.get(f"/effects?state={state}")["items"]] == [parked["id"]]
    retried = small.call("POST", f"/effects/{parked['id']}/retry")
    assert (retried.status_code, retried.json["state"]) == (200, "pending")
    small.perform()
    assert small.get(f"/runs/{parked['run_id']}")["state"] == "done"
    assert len(small.get("/invoices")["items"]) == 1


def test_a_cancelled_effect_takes_the_steps_behind_it_along(small: ApiClient) -> None:
    parked = _park(small, "failed")
    assert small.call("POST", f"/effects/{parked['id']}/cancel").json["state"] == "cancelled"
    run = small.get(f"/runs/{parked['run_id']}")
    assert (run["state"], {effect["state"] for effect in run["effects"]}) == ("cancelled", {"cancelled"})


def test_what_is_not_parked_waits_for_nobody(small: ApiClient) -> None:
    parked = _park(small, "failed")
    answer = small.call("POST", f"/effects/{parked['id']}/mark-done")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "effect_cannot_be_told")
    assert small.call("POST", f"/effects/{parked['id']}/cancel").json["state"] == "cancelled"
    for word in ("retry", "cancel", "mark-done"):
        answer = small.call("POST", f"/effects/{parked['id']}/{word}")
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "effect_not_parked")


def test_settings_of_an_effect_without_a_run_stay_inside(small: ApiClient) -> None:
    parked = _park(small, "failed")
    assert parked["settings"]["due_days"] == 30
    with small.app.app_context(), transaction() as session:
        session.execute(
            update(Effect).where(Effect.id == parked["id"]).values(run_id=None),
            execution_options={"every_organisation": "a test"},
        )
    assert small.get(f"/effects/{parked['id']}")["settings"] is None
