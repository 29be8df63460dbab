"""The compiled way equals the plain one, and notices where it would not."""

import copy
from typing import Any

import pytest

from licorne.adapters.pdf.compiled import lines
from licorne.adapters.pdf.compiled.apart import take_apart
from licorne.adapters.pdf.compiled.documents import CompiledDocuments, Trust
from licorne.adapters.pdf.compiled.equality import page_streams
from licorne.adapters.pdf.failures import RenderFailed
from licorne.adapters.pdf.markup import Markup, markup, prepared
from licorne.adapters.pdf.plain import render_plain
from tests.adapters.pdf.samples import load, zoo

#: Compiles at sight and believes at once: what comes out is the compiled way's.
BLIND = Trust(compile_at=1, proofs=0, audit_every=10**9)


def markup_of(doc: dict[str, Any]) -> Markup:
    return markup(prepared(doc))


def varied(number: int) -> Markup:
    doc = load("invoice-5-fr")
    doc["number"], doc["buyer"]["name"] = f"F-{number:05d}", f"Client {number}"
    doc["lines"] = doc["lines"][: number % 5 + 1] * (number % 3 + 1)
    return markup_of(doc)


def plainly(drawn: Markup) -> bytes | str:
    try:
        return render_plain(drawn)
    except RenderFailed as error:
        return error.code


def compiled(documents: CompiledDocuments, drawn: Markup) -> bytes | str:
    try:
        return documents.render(drawn)
    except RenderFailed as error:
        return error.code


def compared(seed: int, count: int, most: int = 40) -> CompiledDocuments:
    """Draws the zoo both ways; every document has to be the same file, or refused by both."""
    documents = CompiledDocuments(BLIND)
    for number, doc in enumerate(zoo(seed, count, most)):
        drawn = markup_of(doc)
        wanted, got = plainly(drawn), compiled(documents, drawn)
        if isinstance(wanted, bytes) and isinstance(got, bytes):
            assert page_streams(got) == page_streams(wanted), f"document {number} of seed {seed}"
        assert got == wanted, f"document {number} of seed {seed}"
    return documents


def test_a_zoo_of_documents_is_the_same_file_both_ways() -> None:
    documents = compared(seed=1, count=16, most=8)
    assert documents.counts["compiled"] >= 8


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(2, 8))
def test_a_large_zoo_of_documents_is_the_same_file_both_ways(seed: int) -> None:
    documents = compared(seed, count=60)
    assert documents.counts["compiled"] >= 30


def test_the_documents_of_the_pictures_are_all_compiled() -> None:
    documents = CompiledDocuments()
    for name in ("invoice-5-fr", "invoice-5-en", "credit-note-fr", "quote-fr", "receipt-fr"):
        assert documents.prepare(markup_of(load(name))) == []
    for design in ("classic", "minimal"):
        assert documents.prepare(markup_of({**load("invoice-5-fr"), "design": design})) == []
    assert documents.counts["differed"] == documents.counts["failed"] == 0


def test_a_block_is_compiled_at_its_second_sight_and_believed_after_two_proofs() -> None:
    documents = CompiledDocuments()
    for number in (10, 15, 20, 25, 30):  # these have one line, so they share every block
        documents.render(varied(number))
    assert documents.counts == {"plain": 1, "compiled": 4, "proved": 2}


def test_documents_with_other_texts_and_more_lines_share_the_programs() -> None:
    documents = CompiledDocuments(BLIND)
    documents.render(varied(4))
    programs = len(documents._known)
    for number in range(14, 60, 10):
        drawn = varied(number)
        assert documents.render(drawn) == render_plain(drawn)
    assert len(documents._known) == programs


def test_a_compiled_page_that_differs_is_found_and_the_plain_one_given(monkeypatch: pytest.MonkeyPatch) -> None:
    documents, honest = CompiledDocuments(), lines.show
    monkeypatch.setattr(lines, "show", lambda font, text: honest(font, text.replace("7", "1")))
    drawn = markup_of({**load("invoice-5-fr"), "number": "F-7777"})
    wanted = render_plain(drawn)
    for _ in range(3):
        assert documents.render(drawn) == wanted
    assert documents.counts["differed"] == 1
    assert "a document differed" in documents.why_not(drawn)[0]


def test_an_audit_finds_what_went_wrong_after_the_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = CompiledDocuments(Trust(compile_at=1, proofs=1, audit_every=2))
    documents.render(varied(10))
    honest = lines.show
    monkeypatch.setattr(lines, "show", lambda font, text: honest(font, text.replace("15", "51")))
    drawn = varied(15)
    assert documents.render(drawn) == render_plain(drawn)
    assert documents.counts["differed"] == 1


def test_the_comparison_itself_can_fail() -> None:
    pdf = render_plain(varied(10))
    other = render_plain(varied(15))
    assert page_streams(pdf) == page_streams(copy.copy(pdf))
    assert page_streams(pdf) != page_streams(other)


def test_what_is_no_template_of_ours_is_drawn_plainly() -> None:
    drawn = varied(10)
    foreign = Markup(drawn.html.replace("<body>", "<body class='x'>"), drawn.extras)
    documents = CompiledDocuments(BLIND)
    documents.render(foreign)
    assert documents.counts == {"plain": 1}
    assert documents.why_not(foreign) == ["not a template of ours"]


def test_rows_of_a_kind_fold_into_one() -> None:
    blocks = take_apart(varied(14).html).blocks
    table = next(block for block in blocks if block.rows)
    assert len(table.rows) == 15
    assert len(table.kinds()) == 1
    assert table.html.count("<tr>") == 2
