"""Looks into PDFs the way that readers do."""

import io

import pypdf
import pypdfium2
import zxingcpp
from PIL import Image


def words_of(pdf: bytes) -> str:
    """The text of all pages; spaces that were chosen for their width read as spaces."""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def pages_of(pdf: bytes) -> int:
    """How many there are."""
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def picture_of(pdf: bytes, page: int = 0, scale: float = 1.0) -> Image.Image:
    """A page as it prints, one pixel for a point at scale 1."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[page].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    return picture


def codes_on(pdf: bytes) -> list[str]:
    """The texts of the QR codes on the first page."""
    return [code.text for code in zxingcpp.read_barcodes(picture_of(pdf, scale=3))]
