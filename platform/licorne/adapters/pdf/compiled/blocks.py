"""One block of the flow: its flowables, for any texts."""

import copy
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.platypus.doctemplate import NextPageTemplate
from reportlab.platypus.flowables import KeepTogether, Spacer
from xhtml2pdf.xhtml2pdf_reportlab import PmlParagraph, PmlTable

from licorne.adapters.pdf.compiled.apart import Piece
from licorne.adapters.pdf.compiled.pages import CLOSING, ShellProgram
from licorne.adapters.pdf.compiled.refusal import NotCompilable
from licorne.adapters.pdf.compiled.slots import RecordingContext, Refill, paragraphs_in, slots_in
from licorne.adapters.pdf.compiled.tables import TableProgram, text_of
from licorne.adapters.pdf.compiled.units import UnitProgram
from licorne.adapters.pdf.plain import parse

#: Makes a flowable from the values of a document.
Maker = Callable[[Piece], Any]


class BlockProgram:
    """Learnt from one document's block; makes the flowables of any block of the same shape."""

    def __init__(self, head: str, shell: Piece, sample: Piece, frame: ShellProgram, design: str) -> None:
        expected = [(("shell", number), text) for number, (_, text) in enumerate(shell.order())]
        context = RecordingContext([*expected, *sample.order()])
        parse(head + shell.html + sample.html + CLOSING, context)
        context.check()
        if context.tocs or context.positioned or context.multiBuild:
            raise NotCompilable("contents, positioned boxes or page counts")
        self._refill, self._sample, self._frame, self._design = Refill(context.slots), sample, frame, design
        flow = [item for item in context.story if not isinstance(item, NextPageTemplate)]
        self._makers = [self._maker(item) for item in flow]

    def make(self, values: Piece) -> list[Any]:
        """The flowables of a document's block."""
        return [maker(values) for maker in self._makers]

    def _maker(self, flowable: Any) -> Maker:
        if type(flowable) is KeepTogether:
            return self._kept_together(flowable)
        if type(flowable) is Spacer:
            return lambda _values: copy.copy(flowable)
        if type(flowable) is PmlTable and self._has_rows(flowable):
            return TableProgram(flowable, self._sample, self._frame.width, self._refill, self._design).make
        if type(flowable) not in (PmlTable, PmlParagraph):
            raise NotCompilable(type(flowable).__name__)
        unit = UnitProgram(flowable, self._frame.width, self._frame.height, self._refill, self._design)
        return lambda values: unit.make(text_of(values))

    def _kept_together(self, flowable: Any) -> Maker:
        makers: Sequence[Maker] = [self._maker(item) for item in flowable._content]

        def make(values: Piece) -> Any:
            made = copy.copy(flowable)
            made._content = [maker(values) for maker in makers]
            return made

        return make

    def _has_rows(self, table: Any) -> bool:
        slots = self._refill.slots
        return any(slots[number].address[0] == "row" for p in paragraphs_in(table) for number in slots_in(p))
