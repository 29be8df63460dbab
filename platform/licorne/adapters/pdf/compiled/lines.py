"""The drawing of a paragraph none of whose lines wraps, learnt from the real paragraph once, written for any text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfmetrics
from xhtml2pdf.util import stringWidth
from xhtml2pdf.xhtml2pdf_reportlab import PmlParagraph

from licorne.adapters.pdf.compiled.recorder import Recorder
from licorne.adapters.pdf.compiled.refusal import NotCompilable
from licorne.adapters.pdf.compiled.slots import Refill, new_paragraph, slot_of, slots_in
from licorne.adapters.pdf.formats import NO_BREAK

SAMPLE = "x"
#: Left, centre, right: the share of a line's free space that stands before its text.
_ALIGN = {0: 0.0, 1: 0.5, 2: 1.0}
_PLAIN_STYLE = {
    "letterSpacing": "normal",
    "wordSpacing": "normal",
    "firstLineIndent": 0,
    "leftIndent": 0,
    "rightIndent": 0,
}
_HUGE = 0xFFFFFFF


@dataclass
class Line:
    """One line: its operators and its slot's place among them."""

    before: list[str]
    slot: int | None
    last: bool
    after: list[str]
    font: str
    size: float
    free: float
    nowrap: bool


@dataclass(frozen=True)
class Shown:
    """A line's text: operators, and the space that it leaves."""

    operators: str
    free: float


def pieces(text: str, nowrap: bool) -> list[str] | None:
    """The text as xhtml2pdf cuts it: at no-break spaces, and at every space where lines may not break.

    None where that is not certain.
    """
    if nowrap:
        words = text.split()
        return [piece for word in words for piece in (NO_BREAK, word)][1:]
    if NO_BREAK not in text:
        return [" ".join(text.split())]
    found = [
        part if part == NO_BREAK else " ".join(f"x{part}x".split())[1:-1] for part in re.split(f"({NO_BREAK})", text)
    ]
    found = [part for part in found if part]
    return None if any(part[0] == " " or part[-1] == " " for part in found) else found


@lru_cache(maxsize=8192)
def show(font: str, text: str) -> str:
    """The operator that shows a text of the common alphabet."""
    recorder = _scratch()
    face: Any = pdfmetrics.getFont(font)
    ((_, codes),) = face.splitString(text, recorder._doc)
    return f"({recorder._escape(codes)}) Tj"


@cache
def _scratch() -> Recorder:
    return Recorder("modern")


def used_width(parts: Sequence[str], font: str, size: float) -> float:
    """The width of a line, added up in ReportLab's order: the last digit counts."""
    space: float = stringWidth(" ", font, size)
    used = -space
    for word in "".join(parts).split(" "):
        width = 0.0
        for part in re.split(f"({NO_BREAK})", word) if NO_BREAK in word else (word,):
            width += stringWidth(part, font, size)
        used = used + space + width
    return used


class LineProgram:
    """The lines of a paragraph. Making one raises NotCompilable where the real paragraph has to draw."""

    def __init__(self, proto: Any, width: float, refill: Refill, design: str) -> None:
        check_style(proto)
        self._align = _ALIGN[proto.style.alignment]
        self._refill = refill
        self._slots = slots_in(proto)
        recorder = Recorder(design)
        paragraph = new_paragraph(proto, {number: sample_of(number, refill) for number in self._slots}, refill)
        got, self.height = paragraph.wrapOn(recorder, width, _HUGE)
        if paragraph.blPara.kind != 1 or paragraph.deltaWidth or got != width:
            raise NotCompilable("paragraph box")
        paragraph.drawOn(recorder, 0, 0)
        code = recorder.take()
        self._learn(code, recorder.texts, paragraph.blPara.lines)
        if self.written(dict.fromkeys(self._slots, SAMPLE), width) != code[2:-1]:
            raise NotCompilable("written again it differs")

    def _learn(self, code: list[Any], texts: list[list[str]], lines: Sequence[Any]) -> None:
        at = [place for place, operator in enumerate(code) if isinstance(operator, str) and operator.startswith("BT ")]
        if len(at) != 1 or len(texts) != 1 or code[:2] != ["q", "1 0 0 1 0 0 cm"]:
            raise NotCompilable("drawing")
        self._prefix, self._suffix = code[2 : at[0]], code[at[0] + 1 : -1]
        operators = [operator for operator in texts[0] if not operator.endswith(" Td")]
        start = next(place for place, operator in enumerate(operators) if operator.endswith(" Tm")) + 1
        self._head, self._lines = operators[:start], []
        position = start
        for line in lines:
            made, position = self._line(line, operators, position)
            self._lines.append(made)
        if position != len(operators):
            raise NotCompilable("operators left over")

    def _line(self, line: Any, operators: list[str], position: int) -> tuple[Line, int]:
        made = Line([], None, False, [], "", 0.0, line.extraSpace, False)
        for word in line.words:
            if hasattr(word, "cbDefn"):
                raise NotCompilable("a picture in a line")
            while not shows(operators[position]):
                (made.before if made.slot is None else made.after).append(operators[position])
                position += 1
            if word.text:
                self._note(made, word, operators[position])
            else:
                (made.before if made.slot is None else made.after).append(operators[position])
            position += 1
        return made, position

    def _note(self, made: Line, word: Any, operator: str) -> None:
        number = slot_of(word)
        if made.slot is not None or number is None or word.text != SAMPLE:
            raise NotCompilable("a line of several texts")
        fragment = self._refill.slots[number].fragment
        if fragment.whiteSpace not in ("normal", "nowrap") or getattr(word, "textTransform", None) not in (
            None,
            "none",
        ):
            raise NotCompilable("text is transformed")
        made.slot, made.font, made.size = number, word.fontName, word.fontSize
        made.nowrap, made.last = fragment.whiteSpace == "nowrap", operator.endswith(" T*")
        # The first text after a change of font selects the font by itself.
        selection, shown, _ = operator.partition(show(made.font, SAMPLE))
        if not shown:
            raise NotCompilable("a sample shown otherwise")
        made.before.extend([selection.rstrip()] if selection else [])

    def written(self, texts: dict[int, str], width: float) -> list[str] | None:
        """The operators of the paragraph in `width` points, or None where a line would wrap or is not certain."""
        shown = [self._shown(line, texts, width) for line in self._lines]
        code = list(self._head)
        for line, text in zip(self._lines, shown, strict=True):
            if text is None:
                return None
            self._write(code, line, text)
        return [*self._prefix, " ".join([*code, "ET"]), *self._suffix]

    def _write(self, code: list[str], line: Line, shown: Shown) -> None:
        shift = self._align * shown.free
        moves = abs(shift) > 1e-6
        if moves:
            move(code, shift)
        code.extend(line.before)
        if line.slot is not None:
            code.append(shown.operators + (" T*" if line.last else ""))
        code.extend(line.after)
        if moves:
            move(code, -shift)

    @staticmethod
    def _shown(line: Line, texts: dict[int, str], width: float) -> Shown | None:
        if line.slot is None:
            return Shown("", line.free)
        parts = pieces(texts[line.slot], line.nowrap)
        if not parts:
            return None
        free = width - used_width(parts, line.font, line.size)
        if free < 0.001:
            return None
        return Shown(" ".join(show(line.font, part) for part in parts), free)


def check_style(proto: Any) -> None:
    """Raises NotCompilable for what lines alone do not draw: boxes, links, indents, right-to-left text."""
    style = proto.style
    odd = any(getattr(style, name, plain) != plain for name, plain in _PLAIN_STYLE.items())
    if (
        not isinstance(proto, PmlParagraph)
        or odd
        or proto.bulletText
        or proto.dir != "ltr"
        or proto.__dict__.get("outline")
        or style.alignment not in _ALIGN
        or getattr(style, "wordWrap", None) == "CJK"
        or getattr(style, "textOverflow", None)
        or style.backColor
    ):
        raise NotCompilable("paragraph style")
    for frag in proto.frags:
        decorated = frag.link or frag.underline or frag.strike or frag.rise or frag.backColor
        if hasattr(frag, "cbDefn") or decorated or not isinstance(frag.text, str):
            raise NotCompilable("fragment")


def sample_of(number: int, refill: Refill) -> str:
    """A short text with the same white space around it as the slot's own."""
    text = refill.slots[number].text
    return (" " if text[0].isspace() else "") + SAMPLE + (" " if text[-1].isspace() else "")


def shows(operator: str) -> bool:
    """Whether an operator is the one of a word; an empty word's is empty."""
    return operator.endswith(("Tj", "T*")) or operator == ""


def move(code: list[str], shift: float) -> None:
    """PDFTextObject.moveCursor: two moves in a row become one."""
    if code and code[-1].endswith(" Td"):
        shift += float(code.pop().split()[0])
    code.append(f"{fp_str(shift, 0)} Td")
