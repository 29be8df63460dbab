"""The shell of a document: page templates whose static frames play recordings."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reportlab.platypus.doctemplate import NextPageTemplate
from xhtml2pdf.xhtml2pdf_reportlab import PmlPageTemplate

from licorne.adapters.pdf.compiled.apart import Piece
from licorne.adapters.pdf.compiled.paragraphs import TextAt
from licorne.adapters.pdf.compiled.recorder import Recorder
from licorne.adapters.pdf.compiled.refusal import NotCompilable
from licorne.adapters.pdf.compiled.slots import RecordingContext, Refill
from licorne.adapters.pdf.compiled.tables import text_of
from licorne.adapters.pdf.compiled.units import Recording, marked, with_texts
from licorne.adapters.pdf.plain import page_templates, parse

CLOSING = "</body></html>"


@dataclass(frozen=True)
class StaticFrame:
    """A frame whose content does not flow: a header or a foot."""

    proto: Any
    recording: Recording
    refill: Refill

    def paint(self, template: "FastPageTemplate", canvas: Any, text_at: TextAt) -> None:
        """Plays it, or lays it out again where a text needs another height."""
        drawn = self.recording.fitted(text_at)
        if drawn is not None:
            self.recording.play(canvas, drawn)
            return
        frame = copy.copy(self.proto)
        frame.pisaStaticStory = [with_texts(item, text_at, self.refill) for item in frame.pisaStaticStory]
        template.lay_out_static(frame, canvas)


class FastPageTemplate(PmlPageTemplate):  # type: ignore[misc]  # xhtml2pdf publishes no types
    """xhtml2pdf's page template with recorded static frames."""

    recorded: Mapping[int, StaticFrame]
    text_at: TextAt

    def _paintStaticFrame(self, frame: Any, canvas: Any, renumber: Any) -> None:
        self.recorded[id(frame)].paint(self, canvas, self.text_at)

    def lay_out_static(self, frame: Any, canvas: Any) -> None:
        """xhtml2pdf's own way, with its complaints."""
        self._drawStaticFrame(frame, canvas, no_page_numbers)


def no_page_numbers(_story: Any) -> None:
    """Our templates ask for none: the canvas numbers the pages."""


def record_static(template: Any, frame: Any, refill: Refill, design: str) -> StaticFrame:
    """Draws a static frame once."""
    recorder, twin = Recorder(design), copy.copy(frame)
    memo: dict[int, Any] = {}
    for item in frame.pisaStaticStory:
        memo |= marked(item)
    twin.pisaStaticStory = [copy.deepcopy(item, memo) for item in frame.pisaStaticStory]
    template._drawStaticFrame(twin, recorder, no_page_numbers)
    return StaticFrame(frame, Recording(recorder, refill, design), refill)


class ShellProgram:
    """Page templates for documents of one shell."""

    def __init__(self, head: str, shell: Piece, design: str) -> None:
        context = RecordingContext(list(shell.order()))
        parse(head + shell.html + CLOSING, context)
        context.check()
        if context.tocs or context.positioned or context.multiBuild or context.pageCanvasBackground is not None:
            raise NotCompilable("contents, positioned boxes, page counts or page backgrounds")
        self.context, refill = context, Refill(context.slots)
        self._templates = page_templates(context)
        self._recorded = {
            id(frame): record_static(template, frame, refill, design)
            for template in self._templates
            for frame in template.pisaStaticList
        }
        self.width, self.height = self._room()

    def _room(self) -> tuple[float, float]:
        """The size of the body frames; of several heights the least."""
        frames = [frame for template in self._templates for frame in template.frames]
        if len({frame._aW for frame in frames}) != 1 or any(page.bleed or page.marks for page in self._templates):
            raise NotCompilable("frames of several widths")
        return frames[0]._aW, min(frame._aH for frame in frames)

    def templates(self, shell: Piece) -> list[Any]:
        """The templates of a document."""
        made = []
        for original in self._templates:
            template = copy.copy(original)
            template.__class__ = FastPageTemplate
            template.frames = [copy.copy(frame) for frame in original.frames]
            template._staticFrameWarned = set()
            template.recorded, template.text_at = self._recorded, text_of(shell)
            made.append(template)
        return made

    def opening(self) -> list[Any]:
        """What begins the story: the template of later pages."""
        return [copy.copy(item) for item in self.context.story if isinstance(item, NextPageTemplate)]
