"""Cells that hold nothing but paragraphs: they know their height without ReportLab laying them out."""

from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.platypus.flowables import Flowable
from xhtml2pdf.xhtml2pdf_reportlab import PmlKeepInFrame, PmlParagraph

from licorne.adapters.pdf.compiled.paragraphs import Drawn, ParagraphProgram, TextAt
from licorne.adapters.pdf.compiled.refusal import NotCompilable
from licorne.adapters.pdf.compiled.slots import Refill

#: ReportLab's KeepInFrame takes this off the size that it reports.
_FUZZ = 1e-6
#: A row this high may have to be cut in two, which real cells know how to do.
HIGHEST = 300


class CellProgram:
    """A cell of a table at one width."""

    def __init__(self, proto: Any, width: float, refill: Refill, design: str) -> None:
        if type(proto) is not PmlKeepInFrame or proto.mode != "shrink":
            raise NotCompilable("cell")
        if any(type(item) is not PmlParagraph for item in proto._content):
            raise NotCompilable("cell with more than paragraphs")
        self.inner = width
        # A cell draws its content that much narrower than it measured it.
        self.paragraphs = [ParagraphProgram(item, width - _FUZZ, refill, design) for item in proto._content]
        self.before = self.paragraphs[0].before if self.paragraphs else 0.0
        self.after = self.paragraphs[-1].after if self.paragraphs else 0.0

    def make(self, text_at: TextAt) -> "FastCell":
        """The cell for the texts of a row."""
        return FastCell(self, text_at)

    def drawn(self, text_at: TextAt, width: float | None = None) -> list[Drawn]:
        """Its paragraphs."""
        return [program.drawn(text_at, width) for program in self.paragraphs]

    def height(self, drawn: list[Drawn]) -> float:
        """As ReportLab adds it up: of the spaces between two paragraphs the larger counts."""
        height = after = 0.0
        for number, (program, paragraph) in enumerate(zip(self.paragraphs, drawn, strict=True)):
            height += paragraph.height
            if number:
                height += max(program.before - after, 0)
            after = program.after
            height += after
        return height - after


class FastCell(Flowable):
    """A cell with its texts.

    A cell that decides the height of its row is offered, when it is drawn, what it reported less rounding: sometimes it
    has to shrink by a millionth. That is of no use to anyone, but it stands in the operators, so it is done here too.
    """

    def __init__(self, program: CellProgram, text_at: TextAt) -> None:
        self._program, self._text_at = program, text_at
        self._drawn = program.drawn(text_at)
        self._natural = program.height(self._drawn)
        self._scale = 1.0
        self.width = self.height = 0.0
        if self._natural > HIGHEST:
            raise NotCompilable("a row that may have to be cut")

    def wrapOn(self, canv: Any, aW: float, aH: float) -> tuple[float, float]:
        """KeepInFrame.wrap, with a content whose size is known."""
        room, wide = max(aH, 1.0), self._program.inner if self._drawn else 0.0
        if self._natural <= room + _FUZZ:
            self.width, self.height = wide - _FUZZ, self._natural - _FUZZ
            return self.width, self.height
        scale = self._natural / room
        if scale > 1.00001:
            raise NotCompilable("a cell that has to shrink")
        self._scale = scale  # it stays: the head of a table is drawn again on each page
        self.width, self.height = (scale * wide) / scale - _FUZZ, self._natural / scale - _FUZZ
        return self.width, self.height

    def getSpaceBefore(self) -> float:
        """Of its first paragraph."""
        return self._program.before

    def getSpaceAfter(self) -> float:
        """Of its last paragraph."""
        return self._program.after

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:
        """KeepInFrame.drawOn."""
        if self._scale == 1.0:
            self._draw_content(canvas, x, y, self._drawn)
            return
        canvas.saveState()
        canvas.translate(x, y)
        canvas.scale(1.0 / self._scale, 1.0 / self._scale)
        self._draw_content(canvas, 0, 0, self._program.drawn(self._text_at, self.width * self._scale))
        canvas.restoreState()

    def _draw_content(self, canvas: Any, x: float, y: float, drawn: list[Drawn]) -> None:
        """From the top down."""
        y += self.height * self._scale
        after = 0.0
        for number, (program, paragraph) in enumerate(zip(self._program.paragraphs, drawn, strict=True)):
            height = paragraph.height
            if number:
                height += max(program.before - after, 0)
            y -= height
            paragraph.draw(canvas, f"1 0 0 1 {fp_str(x, y)} cm", x, y)
            after = program.after
            if number < len(drawn) - 1:
                y -= after
