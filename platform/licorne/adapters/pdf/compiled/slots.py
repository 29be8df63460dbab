"""Which of xhtml2pdf's fragments came from which text, and how to make them again from another text.

xhtml2pdf does the work itself: white space, no-break spaces and the choice of a face stay its job.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus.flowables import Flowable
from xhtml2pdf.context import pisaContext
from xhtml2pdf.xhtml2pdf_reportlab import PmlParagraph

from licorne.adapters.pdf.compiled.apart import Address
from licorne.adapters.pdf.compiled.refusal import NotCompilable

_ENTITY = re.compile(r"(&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)")
#: Set by a paragraph's layout; a new paragraph must not inherit them.
_STALE = ("_brokenLinesCache", "blPara", "canv", "_postponed", "tocKey")


def chunks(text: str) -> list[str]:
    """The text nodes that html5lib makes of one text: an entity apart, leading white space apart."""
    out: list[str] = []
    for place, part in enumerate(_ENTITY.split(text) if "&" in text else [text]):
        if place % 2:
            out.append(html.unescape(part))
        elif part:
            rest = part.lstrip(" \t\n\r\f")
            out.extend(node for node in (part[: len(part) - len(rest)], rest) if node)
    return out


@dataclass
class Slot:
    """How xhtml2pdf turned one text into fragments."""

    fragment: Any
    strip: bool
    address: Address
    text: str


class RecordingContext(pisaContext):  # type: ignore[misc]  # xhtml2pdf publishes no types
    """xhtml2pdf's parse context, noting the text behind every fragment."""

    def __init__(self, expected: Sequence[tuple[Address, str]]) -> None:
        super().__init__("")
        self._expected = [
            (address, text, node, number) for address, text in expected for number, node in enumerate(chunks(text))
        ]
        self._seen = 0
        self.slots: list[Slot] = []

    def addFrag(self, text: Any = "", frag: Any = None) -> Any:
        """xhtml2pdf's, called for each text node; others than ours are white space and generated content."""
        if not isinstance(text, str) or not text or self._seen >= len(self._expected):
            return super().addFrag(text, frag)
        address, whole, wanted, number = self._expected[self._seen]
        if text != wanted:
            return super().addFrag(text, frag)
        if number == 0:
            self.slots.append(Slot(self.frag.clone(), self.fragStrip, address, whole))
        self._seen += 1
        start = len(self.fragList)
        result = super().addFrag(text, frag)
        for made in self.fragList[start:]:
            made.slot = len(self.slots) - 1
        return result

    def check(self) -> None:
        """Raises NotCompilable if a text was dropped or came in another order."""
        if self._seen != len(self._expected):
            raise NotCompilable("texts were dropped or came in another order")


class Refill:
    """Runs xhtml2pdf's handling of texts on new texts for known places."""

    def __init__(self, slots: list[Slot]) -> None:
        self._context = pisaContext("")
        self.slots = slots

    def fragments(self, number: int, text: str) -> list[Any]:
        """The fragments of a text in the place of slot `number`."""
        context, slot = self._context, self.slots[number]
        context.frag, context.fragStrip = slot.fragment, slot.strip
        context.fragList, context.anchorFrag, context.text = [], [], ""
        for chunk in chunks(text):
            context.addFrag(chunk)
        for fragment in context.fragList:
            fragment.slot = number
        made: list[Any] = context.fragList
        return made


def slot_of(fragment: Any) -> int | None:
    """The number of the slot that a fragment came from."""
    number: int | None = getattr(fragment, "slot", None)
    return number


def slots_in(paragraph: Any) -> tuple[int, ...]:
    """The slots of a paragraph, in order."""
    return tuple(dict.fromkeys(n for n in map(slot_of, paragraph.frags) if n is not None))


def new_paragraph(proto: Any, texts: dict[int, str], refill: Refill) -> Any:
    """A fresh paragraph like `proto` with other texts, by slot."""
    paragraph = PmlParagraph.__new__(PmlParagraph)
    paragraph.__dict__.update(proto.__dict__)
    for name in _STALE:
        paragraph.__dict__.pop(name, None)
    paragraph.frags = list(_refilled(proto.frags, texts, refill))
    return paragraph


def _refilled(fragments: Sequence[Any], texts: dict[int, str], refill: Refill) -> Iterator[Any]:
    done, last = -1, len(fragments) - 1
    for place, fragment in enumerate(fragments):
        number = slot_of(fragment)
        if number is None or (place == last and not fragment.text):
            yield fragment  # the last, empty one closes every paragraph
        elif number != done:
            yield from refill.fragments(number, texts[number])
            done = number


def paragraphs_in(thing: Any, depth: int = 0) -> Iterator[Any]:
    """Every paragraph in a flowable, however deep."""
    if depth > 14:
        raise NotCompilable("flowables nested too deeply")
    if isinstance(thing, PmlParagraph):
        yield thing
    elif isinstance(thing, list | tuple):
        for item in thing:
            yield from paragraphs_in(item, depth + 1)
    elif isinstance(thing, Flowable):
        for value in list(vars(thing).values()):
            if isinstance(value, Flowable | list | tuple):
                yield from paragraphs_in(value, depth + 1)
