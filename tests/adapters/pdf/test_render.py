"""A document's PDF: what it says, and what it must not do."""

import base64
import hashlib
import io
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from licorne.adapters.pdf.compiled.documents import CompiledDocuments, Trust
from licorne.adapters.pdf.failures import RenderFailed
from licorne.adapters.pdf.render import render
from tests.adapters.pdf.as_shipped import render_as_shipped
from tests.adapters.pdf.reading import codes_on, pages_of, picture_of, words_of
from tests.adapters.pdf.samples import load

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def invoice() -> bytes:
    return render(load("invoice-5-fr"))


def test_an_invoice_says_its_number_its_parties_and_its_totals(invoice: bytes) -> None:
    words = words_of(invoice)
    for wanted in ("F-2026-0142", "Atelier Brume", "Maison Vauclair SAS", "552 081 317", "11 797,00 €", "12 408,45 €"):
        assert wanted in words


def test_every_kind_and_design_is_drawn_in_its_language() -> None:
    titles = {"quote-fr": "Devis", "credit-note-fr": "Avoir", "receipt-fr": "Reçu", "invoice-5-en": "Invoice"}
    for name, title in titles.items():
        assert title in words_of(render(load(name)))
    for design in ("classic", "minimal"):
        assert "Net à payer" in words_of(render({**load("invoice-5-fr"), "design": design}))


@pytest.mark.parametrize("design", ["modern", "classic", "minimal"])
def test_parts_of_an_address_that_are_missing_leave_no_comma(design: str) -> None:
    document = load("invoice-5-en") | {"design": design, "delivery": None}
    for party in ("buyer", "seller"):
        document[party] |= {"contact": "", "street": "", "extra": "", "postcode": "", "city": ""}
    lines = [line.strip() for line in words_of(render(document)).splitlines()]
    assert [line for line in lines if line.startswith(",") or line.endswith((",", ", ·")) or ", ," in line] == []
    country = document["buyer"]["country"]
    assert any(country in line for line in lines)
    document["buyer"]["country"] = ""
    document["seller"]["country"] = ""
    bare = [line.strip() for line in words_of(render(document)).splitlines()]
    assert [line for line in bare if line.startswith(",") or line.endswith(",")] == []


def test_pages_are_numbered_with_their_count() -> None:
    pdf = render(load("invoice-40-fr"))
    assert pages_of(pdf) == 3
    for number in (1, 2, 3):
        assert f"Page {number} / 3" in words_of(pdf)


def test_the_page_looks_as_xhtml2pdf_draws_it(invoice: bytes) -> None:
    ours, theirs = picture_of(invoice), picture_of(render_as_shipped(load("invoice-5-fr")))
    # The payment code is another one (another mask), and the page number is stamped at its own place.
    for picture in (ours, theirs):
        picture.paste("white", (55, 610, 140, 700))
        picture.paste("white", (500, 788, 560, 810))
    different = sum(abs(a - b) > 40 for a, b in zip(ours.tobytes(), theirs.tobytes(), strict=True))
    assert different < 300  # of 1.5 million: edges of the scaled logo


def test_the_payment_code_holds_the_twelve_lines_of_the_standard(invoice: bytes) -> None:
    (code,) = codes_on(invoice)
    account = "FR7630006000011234567890189"
    lines = ["BCD", "002", "1", "SCT", "AGRIFRPP", "Atelier Brume", account, "EUR12408.45", "", "", "F-2026-0142"]
    assert code.split("\n") == lines


def test_many_payment_codes_can_be_read_though_their_mask_is_fixed() -> None:
    for number in range(6):
        doc = load("invoice-5-fr")
        doc["payment"]["reference"] = f"F-{number * 7919:06d}"
        doc["totals"]["due"] = f"{number * 1234 + 1}.07"
        (code,) = codes_on(render(doc))
        assert code.endswith(doc["payment"]["reference"])


@pytest.mark.parametrize("change", [{"currency": "CHF"}, {"payment": {"method": "card"}}])
def test_what_is_not_paid_by_sepa_transfer_has_no_code(change: dict[str, Any]) -> None:
    doc = load("invoice-5-fr")
    doc["payment"] |= change.pop("payment", {})
    assert codes_on(render(doc | change)) == []


def test_a_seller_without_a_logo_has_a_header_all_the_same() -> None:
    doc = load("invoice-5-fr")
    doc["seller"] |= {"logo": "", "logo_white": "", "logo_black": ""}
    for design in ("modern", "classic", "minimal"):
        assert "Atelier Brume" in words_of(render({**doc, "design": design}))


def test_the_same_document_gives_the_same_bytes_in_another_process(invoice: bytes) -> None:
    program = (
        "import hashlib; from licorne.adapters.pdf.render import render; from tests.adapters.pdf.samples import load;"
        "render({**load('invoice-5-fr'), 'design': 'classic'});"  # another document before it must not matter
        "print(hashlib.sha256(render(load('invoice-5-fr'))).hexdigest())"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(invoice).hexdigest()


@contextmanager
def canary() -> Iterator[tuple[str, list[Any]]]:
    """A listening address that notes every connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        hits: list[Any] = []

        def listen() -> None:
            try:
                while True:
                    connection, peer = listener.accept()
                    hits.append(peer)
                    connection.close()
            except OSError:
                return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/canary", hits
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_tags_in_texts_are_printed_and_fetch_nothing() -> None:
    with canary() as (address, hits):
        tag = f'<img src="{address}">'
        doc = load("invoice-5-fr")
        doc["buyer"]["name"] = doc["lines"][0]["name"] = doc["notes"] = tag
        words = "".join(words_of(render(doc)).split())
    assert words.count("".join(tag.split())) == 3
    assert hits == []


def test_a_style_or_a_file_in_a_text_is_a_text() -> None:
    doc = load("invoice-5-fr")
    doc["notes"] = '<style>@import "file:///etc/passwd"</style> {{ 7 * 7 }} {{ doc.__class__ }}'
    words = words_of(render(doc))
    assert "{{ 7 * 7 }} {{ doc.__class__ }}" in words
    assert "root:" not in words


def logo_of(mode: str, kind: str) -> str:
    """A red square as a data URI."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "#ff0000").convert(mode).save(picture, kind)
    return f"data:image/{kind.lower()};base64," + base64.b64encode(picture.getvalue()).decode()


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "PNG"), ("RGBA", "PNG"), ("P", "PNG"), ("RGB", "JPEG")])
def test_a_logo_of_an_organisation_is_drawn_both_ways(mode: str, kind: str) -> None:
    doc = load("invoice-5-fr")
    doc["seller"]["logo_white"] = logo_of(mode, kind)
    pdf = render(doc)
    red, green, blue = picture_of(pdf).getpixel((68, 40))
    assert (red > 250, green < 10, blue < 10) == (True, True, True)
    documents = CompiledDocuments(Trust(compile_at=1, proofs=0, audit_every=10**9))
    assert render(doc, lay_out=documents.render) == pdf
    assert documents.counts == {"compiled": 1}


def test_a_logo_in_inks_or_broken_is_refused() -> None:
    for logo in (logo_of("CMYK", "JPEG"), "data:image/png;base64,AAAA"):
        doc = load("invoice-5-fr")
        doc["seller"]["logo_white"] = logo
        with pytest.raises(RenderFailed, match="not_clean"):
            render(doc)


@pytest.mark.parametrize(
    "logo", ["/etc/passwd", "../labels/fr.json", "http://127.0.0.1/x.png", "file:///etc/passwd", 'x.png"']
)
def test_a_logo_is_a_picture_of_ours_or_none(logo: str) -> None:
    doc = load("invoice-5-fr")
    doc["seller"]["logo_white"] = logo
    with pytest.raises(RenderFailed, match="bad_logo"):
        render(doc)


@pytest.mark.parametrize("accent", ["red", "#12345", "#000000; } body { color: red", "url(x)"])
def test_a_theme_is_four_colours(accent: str) -> None:
    with pytest.raises(RenderFailed, match="bad_theme"):
        render({**load("invoice-5-fr"), "theme": {"accent": accent}})


def test_a_character_that_no_face_has_is_named() -> None:
    with pytest.raises(RenderFailed, match=r"日 \(U\+65E5\)"):
        render({**load("invoice-5-fr"), "notes": "Merci 日本"})


def test_invisible_characters_are_dropped_and_accents_composed() -> None:
    doc = {**load("invoice-5-fr"), "notes": "  zero\u200cwidth\u2060joiners\ufeff soft\u00adhyphen cafe\u0301\x07  "}
    assert "zerowidthjoiners softhyphen café" in words_of(render(doc))


def test_the_lines_of_a_note_stay_lines() -> None:
    words = words_of(render({**load("invoice-5-fr"), "notes": "first\nsecond"}))
    assert "first\nsecond" in words


def test_an_unknown_kind_or_language_is_refused() -> None:
    for change in ({"kind": "letter"}, {"lang": "../../fr"}, {"design": "brutal"}):
        with pytest.raises(RenderFailed, match="bad_document"):
            render({**load("invoice-5-fr"), **change})
