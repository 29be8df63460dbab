"""The canvas that documents are drawn on: it knows the page count before it writes, and draws the code of the payment.

`<pdf:pagecount>` makes xhtml2pdf lay everything out twice. Here the pages stay open until the last one is drawn; then
"Page n / N" is added to each. The QR code stands in the tags as a fixed picture, so that no attribute depends on data;
its modules are drawn where the picture would be.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import md5
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfdoc import PDFImageXObject
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth
from xhtml2pdf.builders.printmarks import MarkedCanvas

from licorne.adapters.pdf.epc import Matrix, matrix
from licorne.adapters.pdf.faces import FACES, TEXT, register
from licorne.adapters.pdf.formats import NO_BREAK
from licorne.adapters.pdf.places import ASSETS

QR_PICTURE = "qr.png"
QR_INK = "0.113725 0.105882 0.14902 rg"


@dataclass(frozen=True)
class Stamp:
    """Where a design leaves room for "Page n / N": right edge and baseline in points from the lower left corner."""

    right: float
    base: float
    size: float
    colour: str
    font: str


#: These follow the CSS of the foot (`table.foot td`).
STAMPS = {
    "modern": Stamp(547.3, 41.26, 6.9, "#6b6779", TEXT.name),
    "classic": Stamp(541.3, 39.59, 7.6, "#5b6273", FACES["classic"][0].name),
    "minimal": Stamp(535.3, 41.26, 6.9, "#777777", TEXT.name),
}


@dataclass(frozen=True)
class Extras:
    """What is drawn beside the flow: the page numbers and the text of the payment code."""

    design: str
    page_label: str
    qr_text: str = ""


def runs(code: Matrix) -> list[str]:
    """The dark modules as rectangles of one module's height, in units of a module from the lower left corner."""
    drawn, height = [], len(code)
    for number, row in enumerate(code):
        start = None
        for column, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                drawn.append(f"{start} {height - 1 - number} {column - start} 1 re")
                start = None
    return drawn


@lru_cache(maxsize=16)
def qr_operators(text: str) -> tuple[int, str]:
    """The number of modules of a side, and one path of all dark ones."""
    code = matrix(text)
    return len(code), "\n".join((*runs(code), "f"))


def picture_key(data: bytes) -> str:
    """The name under which xhtml2pdf knows the content of a picture."""
    return f"PmlImageObject_{md5(data, usedforsecurity=False).hexdigest()}"


@cache
def qr_key() -> str:
    """The key of the picture that stands for the code."""
    return picture_key((ASSETS / QR_PICTURE).read_bytes())


#: Pictures in their PDF form by content: decoding and compressing a logo takes 10 ms. Bounded by `_remember`.
_PICTURES: dict[str, PDFImageXObject] = {}
_PICTURES_KEPT = 64


def _remember(key: str, image: Any, mask: Any) -> PDFImageXObject:
    if len(_PICTURES) >= _PICTURES_KEPT:
        _PICTURES.pop(next(iter(_PICTURES)))
    name = md5(key.encode(), usedforsecurity=False).hexdigest()
    made = PDFImageXObject(name, image, mask=mask)
    if made.colorSpace == "DeviceCMYK":
        raise ValueError("a CMYK picture has no place in a PDF/A of RGB (ISO 19005-3, 6.2.4.3)")
    _PICTURES[key] = made
    return made


class DocumentCanvas(MarkedCanvas):  # type: ignore[misc]  # xhtml2pdf publishes no types
    """A canvas of one document; `extras` says what it adds by itself."""

    def __init__(self, extras: Extras, *args: Any, **settings: Any) -> None:
        register(extras.design)
        # Not Helvetica, which ReportLab would select at the start of each page: it is not embedded.
        super().__init__(*args, **{**settings, "initialFontName": FACES[extras.design][0].name})
        self.extras = extras

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:
        """ReportLab's tables select Helvetica before each cell, and draw nothing with it; it would not be embedded."""
        name = FACES[self.extras.design][0].name if psfontname == "Helvetica" else psfontname
        super().setFont(name, size, leading)

    def drawImage(self, image: Any, x: float, y: float, width: float, height: float, **settings: Any) -> None:
        """Draws the payment code for its picture, any other picture from the cache."""
        key = str(image)
        if key == qr_key():
            self.draw_code(x, y, width)
        else:
            if key not in _PICTURES:
                _remember(key, image, settings.get("mask"))
            self.place_picture(key, x, y, width, height)

    def place_picture(self, key: str, x: float, y: float, width: float, height: float) -> None:
        """ReportLab's own operators for a picture that was met before."""
        self.saveState()
        self.translate(x, y)
        self.scale(width, height)
        self._code.append(self.picture_operator(key))
        self.restoreState()

    def picture_operator(self, key: str) -> Any:
        """Adds a remembered picture to the document, once; the operator that draws it."""
        prototype = _PICTURES[key]
        name = str(self._doc.getXObjectName(prototype.name))
        if name not in self._doc.idToObject:
            self._add_picture(copy.copy(prototype), name)
        self._formsinuse.append(prototype.name)
        return f"/{name} Do"

    def _add_picture(self, picture: Any, name: str) -> None:
        self._setXObjects(picture)
        self._doc.Reference(picture, name)
        self._doc.addForm(picture.name, picture)
        # Copies, because ReportLab writes the document's own names into what it is given.
        mask = copy.copy(picture.__dict__.pop("_smask", None))
        if mask is not None:
            self._setXObjects(mask)
            picture.smask = self._doc.Reference(mask, self._doc.getXObjectName(mask.name))

    def use_fonts(self, names: Iterable[str]) -> None:
        """Adds fonts to the document for operators that were written beforehand."""
        for name in names:
            if name not in self._doc.fontMapping:
                face: Any = getFont(name)
                face.getSubsetInternalName(0, self._doc)

    def draw_code(self, x: float, y: float, side: float) -> None:
        """The payment code as one vector path, its lower left corner at (x, y)."""
        modules, path = qr_operators(self.extras.qr_text)
        scale = fp_str(side / modules)
        self._code.append(f"q {scale} 0 0 {scale} {fp_str(x, y)} cm {QR_INK}\n{path}\nQ")

    def save(self) -> None:
        """Numbers the pages and writes the document."""
        if self._code:
            self.showPage()
        pages = self._doc.Pages.pages
        for number, page in enumerate(pages, 1):
            page.stream += self._number(f"{self.extras.page_label} {number}{NO_BREAK}/{NO_BREAK}{len(pages)}")
        # By name, not as they were met: the file is the same whichever way its pages were drawn.
        self._doc.delayedFonts.sort(key=lambda face: str(face.fontName))
        super().save()

    def _number(self, text: str) -> str:
        stamp = STAMPS[self.extras.design]
        self._code: list[str] = []
        self.setFillColor(HexColor(stamp.colour))
        self.setFont(stamp.font, stamp.size)
        self.drawString(stamp.right - stringWidth(text, stamp.font, stamp.size), stamp.base, text)
        drawn, self._code = self._code, []
        return "\n".join(("q", *drawn, "Q", ""))
