"""PDF/A-3b, as far as its structure shows it."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from licorne.adapters.pdf.attachment import Attachment
from licorne.adapters.pdf.render import render
from tests.adapters.pdf.samples import load

DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
XML = Attachment("factur-x.xml", b"<?xml version='1.0'?><x/>", description="Factur-X")


@pytest.fixture(scope="module")
def archive() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(render(load("invoice-40-fr")))) as pdf:
        yield pdf


def packet_of(pdf: pikepdf.Pdf) -> pikepdf.models.PdfMetadata:
    """For reading: without a `with` it writes nothing back."""
    return pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)


def test_the_file_says_that_it_is_pdf_a_3b(archive: pikepdf.Pdf) -> None:
    assert packet_of(archive).pdfa_status == "3B"
    assert archive.pdf_version == "1.7"
    assert archive.Root.Lang == "fr"


def test_the_metadata_tell_the_same_as_the_information_dictionary(archive: pikepdf.Pdf) -> None:
    info = archive.trailer.Info
    metadata = packet_of(archive)
    assert metadata[f"{DC}title"] == str(info.Title) == "Facture F-2026-0143"
    assert metadata[f"{DC}creator"] == [str(info.Author)] == ["Atelier Brume"]
    assert metadata[f"{DC}description"] == str(info.Subject)
    assert metadata[f"{XMP}CreateDate"] == metadata[f"{XMP}ModifyDate"] == "2026-11-24T12:00:00+00:00"
    assert str(info.CreationDate) == str(info.ModDate) == "D:20261124120000+00'00'"


def test_colours_have_a_meaning(archive: pikepdf.Pdf) -> None:
    (intent,) = archive.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_every_font_is_embedded(archive: pikepdf.Pdf) -> None:
    fonts = {name: font for page in archive.pages for name, font in page.obj.Resources.Font.items()}
    assert len(fonts) == 4
    for font in fonts.values():
        assert "/FontFile2" in font.FontDescriptor
        assert "/ToUnicode" in font


def test_every_stream_ends_on_a_line_of_its_own() -> None:
    data = render(load("invoice-5-fr"))
    assert data.count(b"endstream") == data.count(b"\nendstream")


def test_annotations_are_printed() -> None:
    with pikepdf.open(io.BytesIO(render(load("invoice-5-fr")))) as pdf:
        assert [note.F for page in pdf.pages for note in page.get("/Annots", ()) if note.F != 4] == []


def test_an_attached_invoice_is_an_associated_file_and_described() -> None:
    with pikepdf.open(io.BytesIO(render(load("invoice-5-fr"), [XML]))) as pdf:
        (specification,) = pdf.Root.AF
        assert pdf.attachments["factur-x.xml"].get_file().read_bytes() == XML.data
        assert specification.AFRelationship == "/Data"
        assert specification.EF.F.Subtype == "/text/xml"
        packet = pdf.Root.Metadata.read_bytes()
    assert b"<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in packet
    assert packet.count(b"<pdfaProperty:name>") == 4


def test_texts_with_marks_do_not_break_the_metadata() -> None:
    doc: dict[str, Any] = load("invoice-5-fr")
    doc["seller"]["name"] = 'R&D <Ümlaut> "Co"'
    with pikepdf.open(io.BytesIO(render(doc))) as pdf:
        assert packet_of(pdf)[f"{DC}creator"] == [doc["seller"]["name"]]


def test_attachments_do_not_change_from_one_time_to_the_next() -> None:
    assert render(load("invoice-5-fr"), [XML]) == render(load("invoice-5-fr"), [XML])
