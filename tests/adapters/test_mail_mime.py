"""The bytes of a message, read by Python's own parser."""

import email
import email.policy
import random
import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from licorne.adapters.mail import Address, MailAttachment, MailRefused, OutgoingMail
from licorne.adapters.mail_mime import address_header, message_bytes

WHEN = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
LOGO = MailAttachment("logo.png", b"\x89PNG\r\n", "image/png", content_id="logo@licorne.example")
INVOICE = MailAttachment("Facture n° 7 «é».pdf", bytes(range(256)) * 40)


def mail(**changes: object) -> OutgoingMail:
    fields: dict[str, object] = {
        "sender": Address("bonjour@atelier-brume.example", "Atelier Brume"),
        "recipient": Address("claire@vauclair.example", "Claire Vauclair"),
        "reply_to": Address("ines@atelier-brume.example", "Inès Morel"),
        "subject": "Facture F-2026-0142, 12 408,45 € à régler avant le 24 décembre 2026",
        "html": '<p style="color:red">Été = ' + "long " * 400 + "</p>\n.<p>dot</p>",
        "text": "Été\n.dot\nFrom here\n" + "x" * 2000,
        "message_id": "<0190a3b2-7c1d-7f00-8000-000000000001@licorne.example>",
        "date": WHEN,
        "attachments": (LOGO, INVOICE),
    }
    return OutgoingMail(**{**fields, **changes})  # type: ignore[arg-type]  # the fields are typed above, by name


def parsed(message: OutgoingMail) -> EmailMessage:
    return email.message_from_bytes(message_bytes(message), policy=email.policy.default)


def test_headers_say_what_the_mail_says() -> None:
    read = parsed(mail())
    assert read["From"].addresses[0].addr_spec == "bonjour@atelier-brume.example"
    assert read["Reply-To"].addresses[0].display_name == "Inès Morel"
    assert read["Subject"] == mail().subject
    assert read["Date"].datetime == WHEN
    assert read["Message-ID"] == mail().message_id
    assert read["Auto-Submitted"] == "auto-generated"
    assert read.defects == []


def test_text_and_html_are_alternatives_and_come_through_whole() -> None:
    read = parsed(mail())
    plain, page = read.get_body(("plain",)), read.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert plain.get_content().splitlines() == mail().text.splitlines()
    assert page.get_content().splitlines() == mail().html.splitlines()


def test_attachments_keep_their_names_and_bytes_and_pictures_stay_inside() -> None:
    (file,) = parsed(mail()).iter_attachments()
    assert file.get_filename() == INVOICE.name
    assert file.get_content() == INVOICE.data
    (picture,) = [part for part in parsed(mail()).walk() if part.get_content_type() == "image/png"]
    assert picture["Content-ID"] == "<logo@licorne.example>"
    assert picture.get_content_disposition() == "inline"


def test_a_mail_without_files_is_two_alternatives() -> None:
    read = parsed(mail(attachments=()))
    assert read.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]


def test_no_line_is_longer_than_the_protocol_allows_and_all_end_alike() -> None:
    data = message_bytes(mail())
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_the_same_mail_has_the_same_bytes() -> None:
    assert message_bytes(mail()) == message_bytes(mail())


@pytest.mark.parametrize(
    "name",
    [
        "evil@evil.com, Bob",
        "=?utf-8?q?evil=40evil=2Ecom=2C_Bob?=",
        '"<x@y.z>"',
        "Bob <evil@evil.com>",
        "Bob\r\nBcc: evil@evil.com",
        "Zoë; group:a@b.c,d@e.f;",
        "\\",
        "😀" * 40,
        # Names on which the header classes of Python 3.11 lose their quotes.
        '_ ( )>. evil@evil.com= iso-8859-1 b YUBiLmM= = =.@ evil@evil.com)""_ ,= utf-8 q and on and on',
        ",[c=?iso-8859-1?b?YUBiLmM=?==?utf-8?q?=?iso-8859-1?b?YUBiLmM=?=?.''cc,evil@evil.com \\",
    ],
)
def test_a_name_never_becomes_an_address_or_a_header(name: str) -> None:
    read = parsed(mail(recipient=Address("bob@good.example", name)))
    assert [address.addr_spec for address in read["To"].addresses] == ["bob@good.example"]
    assert read["Bcc"] is None
    assert read["Cc"] is None


def test_no_name_at_all_becomes_an_address() -> None:
    dice = random.Random(2047)
    letters = [
        *'ab ,;:<>@"\\()[]=?._é日😀\t',
        "=?utf-8?q?",
        "?=",
        "=?iso-8859-1?b?YUBiLmM=?=",
        "evil@evil.com",
        "\r\n",
        "\ud800",
    ]
    for _ in range(500):
        name = "".join(dice.choice(letters) for _ in range(dice.randint(1, 25)))
        header = address_header("To", Address("bob@good.example", name))
        read = email.message_from_bytes(header + b"\r\n", policy=email.policy.default)
        assert [address.addr_spec for address in read["To"].addresses] == ["bob@good.example"]
        assert read.keys() == ["To"]


@pytest.mark.parametrize(
    "subject", ["a\r\nBcc: evil@evil.com", "x\n\nbody", "=?utf-8?q?hi?=", "é" * 300, "\x00\x07", ""]
)
def test_a_subject_stays_a_subject(subject: str) -> None:
    read = parsed(mail(subject=subject))
    assert read["Bcc"] is None
    assert str(read["Subject"]).replace(" ", "") == "".join(c for c in subject if c.isprintable()).replace(" ", "")


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b@c", "a b@c.d", "a@b>\r\nRCPT TO:<c@d.e", "é@b.c", "a@" + "b" * 80]
)
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(MailRefused):
        message_bytes(mail(recipient=Address(address)))


def test_a_domain_beyond_ascii_is_written_in_ascii() -> None:
    assert parsed(mail(recipient=Address("a@bücher.example")))["To"].addresses[0].domain == "xn--bcher-kva.example"


def test_a_message_id_is_one_token() -> None:
    with pytest.raises(MailRefused):
        message_bytes(mail(message_id="<a@b>\r\nBcc: c@d.e"))


def test_building_a_mail_costs_a_few_milliseconds_at_most() -> None:
    pdf = MailAttachment("F.pdf", b"x" * 60_000)
    message_bytes(mail(attachments=(LOGO, pdf)))
    began = time.process_time()
    for number in range(20):
        message_bytes(mail(recipient=Address(f"c{number}@vauclair.example", f"Zoé {number}"), attachments=(LOGO, pdf)))
    assert (time.process_time() - began) / 20 < 0.006  # 1.2 ms on an idle machine
