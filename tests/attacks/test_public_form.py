"""Whatever is posted at the public form: a clear 4xx in less than a second, nothing changed, and the next visitor is served."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import pytest

from licorne.adapters.ids import new_id
from tests.attacks.target import FORM_TYPE, PATH, Reply, Target
from tests.journeys.visitor import ANSWERS

GOOD = ANSWERS | {"email": "attack@example.com"}
SECONDS = 1.0


@contextmanager
def _nothing_changes(target: Target) -> Iterator[list[Reply]]:
    """What is put into the list must be refused; the workers are the same afterwards and the page is still served."""
    replies: list[Reply] = []
    before, children = target.census(), target.shop.instance.children
    yield replies
    for reply in replies:
        assert 400 <= reply.status < 500, (reply.status, reply.body[:500])
        assert reply.seconds < SECONDS, reply.seconds
        assert b"Traceback" not in reply.body
    assert target.census() == before
    assert target.shop.instance.children == children
    assert target.shop.visit().form.names >= {"name", "email"}


QUANTITIES = {
    "B03": ["-5", "0", "1e-9", "0.1", "99999999999", "-0", "+5", "1,5", "٣", "0x10", "1_0", "201"],
    "B05": ["NaN", "sNaN", "Infinity", "-Infinity", "1e999999", "1E-999999", "9" * 5000, "1e5", "∞"],
}


@pytest.mark.parametrize("case", QUANTITIES)
def test_a_quantity_that_is_none_is_refused(target: Target, case: str) -> None:
    with _nothing_changes(target) as replies:
        for pages in QUANTITIES[case]:
            replies.append(target.post(GOOD | {"pages": pages}))
            assert replies[-1].status == 422, pages


@pytest.mark.parametrize("name", ["name", "email", "service", "pages", "rush", "consent", "_token"])
def test_nul_in_any_field_is_refused(target: Target, name: str) -> None:
    """B11."""
    page = target.shop.visit()
    with _nothing_changes(target) as replies:
        for text in ("\x00", "a\x00b", page.form.values.get(name, GOOD.get(name, "")) + "\x00"):
            replies.append(target.send(urlencode(page.form.values | GOOD | {name: text}).encode()))


def test_nul_in_path_query_and_header_is_refused(target: Target) -> None:
    """B11."""
    body = urlencode(target.shop.visit().form.values | GOOD).encode()
    with _nothing_changes(target) as replies:
        for path in ("/f/project-request%00", "/f/%00", "/f/a%00b"):
            replies.append(target.send(body, path=path))


CONTROLS = ["\x01", "\x1b[31m", "\x7f", "\u202e", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\ufffe"]


@pytest.mark.parametrize("text", CONTROLS)
def test_characters_that_deceive_are_refused_or_harmless(target: Target, text: str) -> None:
    """A name with them is refused, or stored as it is; never a failure of ours."""
    reply = target.post(GOOD | {"name": f"Ada{text}Martin", "pages": "0"})
    assert reply.status == 422


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"name=Ada"),
        ("application/json", b'{"name": "Ada"}'),
        ("application/json", b"[" * 100_000),
        ("multipart/form-data", b"--x\r\n\r\nAda"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nAda'),
        ("multipart/form-data; boundary=" + "x" * 500, b"--x--"),
        ("", b"name=Ada"),
        ("nonsense", b"\xff\xfe\x00"),
        (FORM_TYPE, b""),
        (FORM_TYPE, b"%"),
        (FORM_TYPE, b"%zz=%zz&=&&&;"),
        (FORM_TYPE, b"\xff\xfe=\xff"),
        (FORM_TYPE, b"a=1&" * 5000),
        (FORM_TYPE, b"name=" + b"a" * 600_000),
        (FORM_TYPE, b"name=" + b"a" * 1_200_000),
    ],
    ids=range(15),
)
def test_a_body_of_another_kind_or_size_is_refused(target: Target, kind: str, body: bytes) -> None:
    with _nothing_changes(target) as replies:
        replies.append(target.send(body, kind))


TOKENS = [
    "",
    "x",
    "x.y",
    "é",
    "." * 300,
    "a" * 5000,
    f"{new_id()}.",
    f"{new_id()}.{'A' * 27}",
    "' OR 1=1 --",
    "../../etc",
]


@pytest.mark.parametrize("token", TOKENS, ids=range(len(TOKENS)))
def test_a_token_that_is_not_ours_is_refused(target: Target, token: str) -> None:
    with _nothing_changes(target) as replies:
        replies.append(target.post(GOOD | {"_token": token}))
        assert replies[0].status == 400


def test_a_token_with_other_answers_is_refused(target: Target) -> None:
    page = target.shop.visit()
    assert page.post(**(GOOD | {"email": "twice@example.com"})).status_code == 303
    target.shop.books.wait_until_quiet()
    with _nothing_changes(target) as replies:
        replies.append(target.send(urlencode(page.form.values | GOOD | {"email": "other@example.com"}).encode()))
        assert replies[0].status == 409


def test_answers_that_were_not_asked_for_are_no_answers(target: Target) -> None:
    with _nothing_changes(target) as replies:
        for change in ({"service": "hacking"}, {"consent": ""}, {"email": "a@b"}, {"email": "a@b.example\nBcc: x@y.z"}):
            replies.append(target.post(GOOD | change))
        twice = urlencode([*GOOD.items(), ("email", "second@example.com"), *target.shop.visit().form.values.items()])
        replies.append(target.send(twice.encode()))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW", "OPTIONS"])
def test_other_methods_do_nothing(target: Target, method: str) -> None:
    before = target.census()
    reply = target.send(urlencode(GOOD).encode(), method=method)
    assert reply.status < 500
    assert reply.seconds < SECONDS
    assert target.census() == before


@pytest.mark.parametrize(
    "path",
    ["/f/nothing", "/f/..%2f..%2fetc%2fpasswd", "/f/" + "a" * 3000, "/f/%f0%9f%a6%84", "/f/{{7*7}}", "//f/x", "/f/"],
)
def test_addresses_of_no_form_are_not_found(target: Target, path: str) -> None:
    with _nothing_changes(target) as replies:
        replies.append(target.send(urlencode(GOOD).encode(), path=quote(path, safe="/%{}*")))


def test_a_huge_header_is_refused(target: Target) -> None:
    before = target.census()
    reply = target.send(urlencode(GOOD).encode(), X_Long="a" * 100_000)
    assert 400 <= reply.status < 500
    assert target.census() == before


def test_after_all_of_it_the_next_customer_is_served(target: Target) -> None:
    email = "survivor@example.com"
    target.shop.buy(email)
    target.shop.books.wait_until_quiet()
    assert len(target.shop.mails_to(email)) == 1
    assert target.shop.examine() == []
    assert target.send(b"", method="GET", path=PATH).status == 200
