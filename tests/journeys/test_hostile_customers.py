"""What customers type stays what it is: text, never a price, a template, an address or a link that is followed."""

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.journeys.shop import Shop
from tests.journeys.test_main_job import _text_of_pdf
from tests.journeys.visitor import ANSWERS, TOTAL


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A listener on the loopback, and whom it heard."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        closing = threading.Event()

        def listen() -> None:
            while not closing.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                heard.append(str(address))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        closing.set()
        thread.join()


def test_prices_in_the_post_change_nothing(shop: Shop) -> None:
    """B01."""
    email = "b01@example.com"
    extra = {"total": "0.01", "items[0][unit_price]": "0.01", "tax": "0", "currency": "XXX", "price": "0.01"}
    answer = shop.visit().post(**(ANSWERS | {"email": email} | extra))
    assert answer.status_code == 303
    shop.books.wait_until_quiet()
    contact = shop.books.contact(email)
    (invoice,) = shop.books.items(f"/invoices?contact={contact['id']}")
    assert (invoice["total"], invoice["currency"]) == (TOTAL, "EUR")


def test_what_looks_like_a_template_is_text_in_mail_and_pdf(shop: Shop) -> None:
    """A01."""
    email, name = "a01@example.com", "{{7*7}} ${7*7} =2+3 {% if 1 %}"
    shop.buy(email, name=name)
    shop.books.wait_until_quiet()
    (mail,) = shop.mails_to(email)
    shown = mail.message.get_body(("plain",))
    assert shown is not None
    for text in (shown.get_content(), _text_of_pdf(mail)):
        assert "{{7*7}} ${7*7} =2+3 {% if 1 %}" in " ".join(text.split())
        assert "49" not in text.replace(email, "")
    assert shop.books.contact(email)["name"] == name


@pytest.mark.parametrize(
    "name", ["evil@evil.example, Bob", "=?utf-8?q?evil=40evil.example?=", '"<x@y.example>"', "Bob <evil@evil.example>"]
)
def test_a_name_that_looks_like_an_address_reaches_nobody_else(shop: Shop, name: str) -> None:
    """B37."""
    email = f"b37-{len(name)}@example.com"
    shop.buy(email, name=name)
    shop.books.wait_until_quiet()
    (mail,) = shop.mails_to(email)
    assert mail.recipients == (email,)
    assert [address.addr_spec for address in mail.message["To"].addresses] == [email]
    assert not [each for each in shop.smtp.received if "evil" in str(each.recipients)]


def test_markup_in_an_answer_fetches_nothing_and_is_shown_as_typed(shop: Shop, canary: tuple[str, list[str]]) -> None:
    """D01."""
    url, heard = canary
    email, name = "d01@example.com", f'<img src="{url}/x.png"><link rel=stylesheet href="{url}/a.css">'
    shop.buy(email, name=name)
    shop.books.wait_until_quiet()
    (mail,) = shop.mails_to(email)
    assert heard == []
    assert "<img src=" in " ".join(_text_of_pdf(mail).split())
    html = mail.message.get_body(("html",))
    assert html is not None
    assert "<img src=" not in html.get_content().replace('<img src="cid:', "")
