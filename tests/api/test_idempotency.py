"""A key is accepted once."""

from concurrent.futures import ThreadPoolExecutor

from tests.api.client import ANSWERS, ApiClient


def test_twenty_parallel_posts_of_one_key_make_one_of_everything(api: ApiClient) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: api.submit("same"), range(20)))
    assert sorted({answer.status_code for answer in answers}) == [200, 201]
    assert [answer.status_code for answer in answers].count(201) == 1
    assert len({answer.data for answer in answers}) == 1
    api.perform()
    for name in ("submissions", "contacts", "invoices", "tasks", "runs"):
        assert len(api.get(f"/{name}")["items"]) == 1, name


def test_twenty_parallel_posts_of_a_new_contact_make_one_contact(api: ApiClient) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: api.submit(f"key-{number}"), range(20)))
    assert [answer.status_code for answer in answers] == [201] * 20
    assert len(api.get("/submissions")["items"]) == 20
    assert len(api.get("/contacts")["items"]) == 1


def test_the_same_key_with_other_answers_is_refused(small: ApiClient) -> None:
    first = small.submit("k").json
    other = small.submit("k", ANSWERS | {"pages": "5"})
    assert (other.status_code, other.json["error"]["code"]) == (409, "idempotency_key_reused")
    assert small.submit("k").json == first
    assert len(small.get("/submissions")["items"]) == 1


def test_the_same_answers_under_another_key_are_another_submission(small: ApiClient) -> None:
    assert small.submit("a").json["id"] != small.submit("b").json["id"]
    small.perform()
    numbers = [invoice["number"] for invoice in small.get("/invoices")["items"]]
    assert len(numbers) == 2
    assert int(numbers[0][-4:]) == int(numbers[1][-4:]) + 1
    assert len(small.get("/contacts")["items"]) == 1


def test_a_refused_post_leaves_its_key_free(small: ApiClient) -> None:
    assert small.submit("k", ANSWERS | {"email": "nobody"}).status_code == 422
    assert small.submit("k").status_code == 201


def test_the_longest_key_works(small: ApiClient) -> None:
    assert small.submit("~" * 255).status_code == 201
    assert small.submit("~" * 254 + "!").status_code == 201
