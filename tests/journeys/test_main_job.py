"""The main job, from the public page to the mail: once, whatever is pressed twice."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from pypdf import PdfReader

from tests.journeys.shop import Shop
from tests.journeys.visitor import ANSWERS, TOTAL
from tests.servers.smtp import Received


def _text_of_pdf(mail: Received) -> str:
    ((name, content),) = mail.attachments.items()
    assert name.endswith(".pdf")
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_posted_form_becomes_a_mail_with_its_invoice_within_thirty_seconds(shop: Shop) -> None:
    email, began = "main@example.com", time.monotonic()
    shop.buy(email)
    while not shop.mails_to(email):
        assert time.monotonic() - began < 30
        time.sleep(0.05)
    shop.books.wait_until_quiet()
    (mail,) = shop.mails_to(email)
    contact = shop.books.contact(email)
    (invoice,) = shop.books.items(f"/invoices?contact={contact['id']}")
    (task,) = shop.books.items(f"/tasks?invoice={invoice['id']}")
    text = _text_of_pdf(mail)
    assert (invoice["state"], invoice["total"]) == ("issued", TOTAL)
    assert invoice["number"] in text
    assert "1,512.00" in text
    assert (task["state"], [each["state"] for each in task["reminders"]]) == ("open", ["scheduled"])
    assert (contact["name"], contact["stage"]) == ("Ada Martin", "client")
    assert shop.examine() == []


def test_the_same_post_again_and_twenty_times_at_once_makes_one_of_everything(shop: Shop) -> None:
    email = "again@example.com"
    page, answers = shop.visit(), ANSWERS | {"email": email}
    before = shop.books.numbers()
    first = page.post(**answers)
    with ThreadPoolExecutor(20) as pool:
        others = list(pool.map(lambda _: page.post(**answers), range(20)))
    assert {(answer.status_code, answer.headers["Location"]) for answer in (first, *others)} == {
        (303, first.headers["Location"])
    }
    shop.books.wait_until_quiet()
    after = shop.books.numbers()
    grown = {name: after[name] - before[name] for name in after}
    assert grown == {"submissions": 1, "contacts": 1, "invoices": 1, "tasks": 1, "runs": 1, "effects": 6}
    assert len(shop.mails_to(email)) == 1


def test_the_first_post_twenty_times_at_once_makes_one_of_everything(shop: Shop) -> None:
    email = "parallel@example.com"
    page, answers = shop.visit(), ANSWERS | {"email": email}
    with ThreadPoolExecutor(20) as pool:
        statuses = [answer.status_code for answer in pool.map(lambda _: page.post(**answers), range(20))]
    assert statuses == [303] * 20
    shop.books.wait_until_quiet()
    contact = shop.books.contact(email)
    assert len(shop.books.items(f"/submissions?contact={contact['id']}")) == 1
    assert len(shop.books.items(f"/invoices?contact={contact['id']}")) == 1
    assert len(shop.mails_to(email)) == 1


def test_the_page_loaded_afresh_is_another_order_of_the_same_contact(shop: Shop) -> None:
    email = "afresh@example.com"
    shop.buy(email)
    shop.buy(email)
    shop.books.wait_until_quiet()
    contact = shop.books.contact(email)
    assert len(shop.books.items(f"/submissions?contact={contact['id']}")) == 2
    numbers = sorted(each["number"] for each in shop.books.items(f"/invoices?contact={contact['id']}"))
    counters = [int(number.rpartition("-")[2]) for number in numbers]
    assert [later - earlier for earlier, later in pairwise(counters)] == [1]
    mails = shop.mails_to(email)
    assert len({mail.message_id for mail in mails}) == len(mails) == 2
    assert {number for number in numbers for mail in mails if number in _text_of_pdf(mail)} == set(numbers)
    assert shop.examine() == []
