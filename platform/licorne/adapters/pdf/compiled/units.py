"""A flowable of fixed layout: everything it draws was recorded once, and only its paragraphs' texts change.

As long as each paragraph is as high as it was, the recording holds to the last digit. If one wraps otherwise, the real
flowable is laid out again.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.platypus.flowables import Flowable

from licorne.adapters.pdf.compiled.paragraphs import Drawn, ParagraphProgram, TextAt, fonts_in
from licorne.adapters.pdf.compiled.recorder import Code, MarkedParagraph, Picture, Place, Recorder
from licorne.adapters.pdf.compiled.refusal import NotCompilable, UnfitSample
from licorne.adapters.pdf.compiled.slots import Refill, new_paragraph, paragraphs_in, slots_in


def marked(thing: Any) -> dict[int, Any]:
    """For copy.deepcopy: each paragraph of a flowable, as one that leaves its place on a recorder.

    A picture is a word of a paragraph of its own: such a one has no text that could change, and is recorded whole.
    """
    memo: dict[int, Any] = {}
    for paragraph in paragraphs_in(thing):
        if any(hasattr(fragment, "cbDefn") for fragment in paragraph.frags):
            if slots_in(paragraph):
                raise NotCompilable("a picture among words")
            continue
        twin = MarkedParagraph.__new__(MarkedParagraph)
        twin.__dict__.update(paragraph.__dict__)
        twin.original = paragraph
        memo[id(paragraph)] = twin
    return memo


def with_texts(thing: Any, text_at: TextAt, refill: Refill) -> Any:
    """A deep copy of a flowable with new texts: every paragraph replaced, the rest copied."""
    memo: dict[int, Any] = {}
    for paragraph in paragraphs_in(thing):
        texts = {number: text_at(refill.slots[number].address) for number in slots_in(paragraph)}
        memo[id(paragraph)] = new_paragraph(paragraph, texts, refill)
    return memo[id(thing)] if id(thing) in memo else copy.deepcopy(thing, memo)


@dataclass(frozen=True)
class Spot:
    """A paragraph's place in a recording."""

    program: ParagraphProgram
    height: float
    head: str
    x: float
    y: float


class Recording:
    """What a flowable draws, with the spots of its paragraphs."""

    def __init__(self, recorder: Recorder, refill: Refill, design: str) -> None:
        self._items: list[Any] = []
        self.spots: list[Spot] = []
        paragraphs = recorder.paragraphs
        for item in recorder.take():
            if isinstance(item, Place):
                item = spot_of(paragraphs[item.number], item, refill, design)
                self.spots.append(item)
            self._items.append(item)
        self._fonts = fonts_in(self._items)

    def fitted(self, text_at: TextAt) -> list[Drawn] | None:
        """The paragraphs with the texts of a document; None if one of them is of another height."""
        drawn = [spot.program.drawn(text_at) for spot in self.spots]
        same = all(one.height == spot.height for one, spot in zip(drawn, self.spots, strict=True))
        return drawn if same else None

    def play(self, canvas: Any, drawn: list[Drawn]) -> None:
        """Onto the canvas of a document."""
        paragraphs = iter(drawn)
        code = canvas._code
        canvas.use_fonts(self._fonts)
        for item in self._items:
            if isinstance(item, str):
                code.append(item)
            elif isinstance(item, Spot):
                next(paragraphs).draw(canvas, item.head, item.x, item.y)
            elif isinstance(item, Code):
                canvas.draw_code(item.x, item.y, item.side)
            elif isinstance(item, Picture):
                code.append(canvas.picture_operator(item.key))
            else:
                raise NotCompilable(f"cannot play {item!r}")


def spot_of(paragraph: Any, place: Place, refill: Refill, design: str) -> Spot:
    """The program of a recorded paragraph, at the width at which it was laid out."""
    width = paragraph.offered
    if abs(paragraph.width - width) > 1e-6:
        raise UnfitSample("a text wider than its place")
    program = ParagraphProgram(paragraph.original, width, refill, design)
    head = f"1 0 0 1 {fp_str(place.x, place.y)} cm"
    return Spot(program, paragraph.height, head, place.x, place.y)


class UnitProgram:
    """How to make a flowable of the flow for other texts."""

    def __init__(self, proto: Any, width: float, height: float, refill: Refill, design: str) -> None:
        self.proto, self.available, self.refill = proto, width, refill
        recorder = Recorder(design)
        memo = marked(proto)
        twin = memo.get(id(proto)) or copy.deepcopy(proto, memo)
        self.width, self.height = twin.wrapOn(recorder, width, height)
        if self.height > height:
            raise UnfitSample("higher than a page")
        self.before, self.after = proto.getSpaceBefore(), proto.getSpaceAfter()
        twin.drawOn(recorder, 0, 0)
        self.recording = Recording(recorder, refill, design)

    def make(self, text_at: TextAt) -> Any:
        """The flowable for the texts of a document: recorded, or real where it has to be laid out again."""
        drawn = self.recording.fitted(text_at)
        if drawn is None:
            return with_texts(self.proto, text_at, self.refill)
        return FastUnit(self, drawn, lambda: with_texts(self.proto, text_at, self.refill))


class FastUnit(Flowable):
    """A flowable that knows its size and plays its recording."""

    def __init__(self, program: UnitProgram, drawn: list[Drawn], real: Callable[[], Any]) -> None:
        self._program, self._drawn, self._real = program, drawn, real
        self.width, self.height = program.width, program.height

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The recorded size."""
        if abs(aW - self._program.available) > 1e-6:
            raise NotCompilable("a frame of another width")
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Any]:
        """As the real flowable splits."""
        real = self._real()
        real.wrapOn(self.canv, aW, aH)
        parts: list[Any] = real.splitOn(self.canv, aW, aH)
        return parts

    def getSpaceBefore(self) -> float:
        """The real flowable's."""
        return float(self._program.before)

    def getSpaceAfter(self) -> float:
        """The real flowable's."""
        return float(self._program.after)

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:
        """Plays the recording at (x, y)."""
        # The recording begins with the move to its own corner, which was (0, 0).
        place = len(canvas._code)
        self._program.recording.play(canvas, self._drawn)
        if canvas._code[place : place + 2] != ["q", "1 0 0 1 0 0 cm"]:
            raise NotCompilable("a recording without a corner")
        x = self._program.proto._hAlignAdjust(x, _sW)
        canvas._code[place + 1] = f"1 0 0 1 {fp_str(x, y)} cm"
