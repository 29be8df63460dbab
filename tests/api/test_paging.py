"""Lists are newest first and stand still while things are added."""

from typing import Any

import pytest

from tests.api.client import ANSWERS, ApiClient


def _walk(client: ApiClient, path: str, between: Any = None) -> list[str]:
    seen: list[str] = []
    page = client.get(path)
    while True:
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return seen
        if between:
            between(len(seen))
        joint = "&" if "?" in path else "?"
        page = client.get(f"{path}{joint}cursor={page['next']}")


def test_pages_neither_repeat_nor_lose_anything_while_rows_are_added(api: ApiClient) -> None:
    made = [api.submit(f"before-{number}").json["id"] for number in range(7)]
    seen = _walk(api, "/submissions?limit=2", lambda count: api.submit(f"while-{count}"))
    assert seen == made[::-1]
    assert len(_walk(api, "/submissions?limit=2")) == 10


def test_a_page_that_ends_exactly_is_the_last(small: ApiClient) -> None:
    for number in range(4):
        small.submit(str(number))
    assert small.get("/submissions?limit=4")["next"] is None
    assert small.get("/submissions?limit=3")["next"]
    assert len(_walk(small, "/submissions?limit=1")) == 4


@pytest.mark.parametrize("limit", ["1", "100"])
def test_filters_hold_over_all_pages(small: ApiClient, limit: str) -> None:
    for number in range(3):
        small.submit(f"a{number}")
        small.submit(f"b{number}", ANSWERS | {"email": "bob@example.com"})
    contacts = {contact["email"]: contact["id"] for contact in small.get("/contacts")["items"]}
    bobs = contacts["bob@example.com"]
    seen = _walk(small, f"/submissions?limit={limit}&contact={bobs}")
    assert len(seen) == 3
    assert {small.get(f"/submissions/{one}")["contact_id"] for one in seen} == {bobs}
    assert [one["id"] for one in small.get("/contacts?email=bob@example.com")["items"]] == [bobs]
