"""A paragraph of a block for any texts: its height, and the operators that draw it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from xhtml2pdf.xhtml2pdf_reportlab import PmlParagraph

from licorne.adapters.pdf.compiled.apart import Address
from licorne.adapters.pdf.compiled.lines import LineProgram
from licorne.adapters.pdf.compiled.recorder import Recorder
from licorne.adapters.pdf.compiled.refusal import NotCompilable
from licorne.adapters.pdf.compiled.slots import Refill, new_paragraph, slots_in
from licorne.adapters.pdf.faces import FACES, font

#: Drawings kept of one paragraph: labels and legal texts come back in every document.
KEPT = 256
_HUGE = 0xFFFFFFF
_FONT = re.compile(r"/(F[a-z0-9]+)\+0 [0-9.]+ Tf")

#: The text of a document at an address.
TextAt = Callable[[Address], str]


@cache
def steady(design: str) -> frozenset[str]:
    """The characters whose codes are the same in every document, in every face of the design."""
    return frozenset.intersection(*(font(face).steady for face in FACES[design]))


@cache
def names_of_fonts() -> dict[str, str]:
    """ReportLab's name of each face by its name in operators."""
    return {face.resource: face.name for faces in FACES.values() for face in faces}


def fonts_in(code: Iterable[Any]) -> frozenset[str]:
    """The faces that operators select."""
    found = {name for operator in code if isinstance(operator, str) for name in _FONT.findall(operator)}
    return frozenset(names_of_fonts()[name] for name in found)


@dataclass(frozen=True)
class Drawn:
    """A paragraph as it will stand on the page; `live` draws itself, as its operators depend on the document."""

    height: float
    code: tuple[Any, ...]
    fonts: frozenset[str] = frozenset()
    live: Any = None

    def draw(self, canvas: Any, head: str, x: float, y: float) -> None:
        """Onto a document's canvas; `head` is the operator that moves to (x, y)."""
        if self.live is not None:
            self.live.drawOn(canvas, x, y)
        else:
            canvas.use_fonts(self.fonts)
            canvas._code.extend(("q", head, *self.code, "Q"))


class ParagraphProgram:
    """One paragraph of a block at one width."""

    def __init__(self, proto: Any, width: float, refill: Refill, design: str) -> None:
        self._proto, self.width, self._refill, self._design = proto, width, refill, design
        self.before: float = proto.getSpaceBefore()
        self.after: float = proto.getSpaceAfter()
        self._slots = slots_in(proto)
        self._addresses = tuple(refill.slots[number].address for number in self._slots)
        self._known: dict[tuple[float, tuple[str, ...]], Drawn] = {}
        self._steady = steady(design)
        self._lines = self._learn_lines()

    def _learn_lines(self) -> LineProgram | None:
        try:
            return LineProgram(self._proto, self.width, self._refill, self._design)
        except NotCompilable:
            return None

    def drawn(self, text_at: TextAt, width: float | None = None) -> Drawn:
        """For the texts of a document, or of one of its rows; `width` if it is not the usual one."""
        texts = tuple(map(text_at, self._addresses))
        key = (width or self.width, texts)
        known = self._known.get(key)
        if known is None:
            known = self._draw(dict(zip(self._slots, texts, strict=True)), width or self.width)
            if known.live is None:
                if len(self._known) >= KEPT:
                    self._known.clear()
                self._known[key] = known
        return known

    def _draw(self, texts: dict[int, str], width: float) -> Drawn:
        raw = "".join(texts.values())
        # An entity is a fragment of its own; xhtml2pdf knows how it joins the words around it.
        steadily = "&" not in raw and self._steady.issuperset(raw)
        if self._lines is not None and steadily:
            written = self._lines.written(texts, width)
            if written is not None:
                return Drawn(self._lines.height, tuple(written), fonts_in(written))
        return self._real(texts, width, steadily)

    def _real(self, texts: dict[int, str], width: float, steadily: bool) -> Drawn:
        recorder = Recorder(self._design)
        paragraph = new_paragraph(self._proto, texts, self._refill)
        got, height = paragraph.wrapOn(recorder, width, _HUGE)
        if abs(got - width) > 1e-6 or type(paragraph) is not PmlParagraph:
            raise NotCompilable("paragraph box")
        if not steadily:
            return Drawn(height, (), live=paragraph)
        paragraph.drawOn(recorder, 0, 0)
        code = tuple(recorder.take()[2:-1])
        return Drawn(height, code, fonts_in(code))
