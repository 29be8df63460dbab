"""A canvas that keeps what is drawn on it as items: operators that hold in any document, and the few that do not."""

import io
from dataclasses import dataclass
from typing import Any

from xhtml2pdf.xhtml2pdf_reportlab import PmlParagraph

from licorne.adapters.pdf.canvas import DocumentCanvas, Extras


@dataclass(frozen=True)
class Code:
    """Where the payment code goes."""

    x: float
    y: float
    side: float


@dataclass(frozen=True)
class Picture:
    """Where a picture is drawn; the document has to hold it."""

    key: str


@dataclass(frozen=True)
class Place:
    """Where a paragraph goes: its number among those drawn, and the position of its lower left corner."""

    number: int
    x: float
    y: float


class Recorder(DocumentCanvas):
    """Draws nothing that anyone sees."""

    def __init__(self, design: str) -> None:
        super().__init__(Extras(design, ""), io.BytesIO(), pageCompression=0)
        self._code: list[Any]
        self.texts: list[list[str]] = []
        self.paragraphs: list[Any] = []

    def drawText(self, aTextObject: Any) -> None:
        """Keeps the operators of a text one by one; the page gets them joined."""
        self.texts.append(list(aTextObject._code))
        super().drawText(aTextObject)

    def draw_code(self, x: float, y: float, side: float) -> None:
        """Notes the place."""
        self._code.append(Code(x, y, side))

    def picture_operator(self, key: str) -> Any:
        """Notes the picture."""
        return Picture(key)

    def take(self) -> list[Any]:
        """What was drawn since the last time."""
        taken, self._code = self._code, []
        return taken


class MarkedParagraph(PmlParagraph):  # type: ignore[misc]  # xhtml2pdf publishes no types
    """A paragraph that leaves its place on a recorder instead of its text."""

    #: The width that it was last laid out in; its own is larger when a word is.
    offered = 0.0

    def wrap(self, availWidth: float, availHeight: float) -> Any:
        """As a paragraph; nothing that surrounds it can tell the difference."""
        self.offered = availWidth
        return super().wrap(availWidth, availHeight)

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:
        """Notes its place."""
        canvas._code.append(Place(len(canvas.paragraphs), x, y))
        canvas.paragraphs.append(self)
