"""The faces that documents embed, registered once in a process, and drawn the same way in every document.

xhtml2pdf would build its own fonts from `@font-face`; it keeps a font that is registered under the name that it would
give. Ours number their characters and name themselves alike in each document. So the operators of a text are the same
from one document to the next, and the embedded program of the common alphabet is cut once in a process, not per document.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, TTFontFace, makeToUnicodeCMap

from licorne.adapters.pdf.places import FONTS

#: What most documents need beside ASCII. Any other character of a face is added to the document that draws it.
COMMON = "éèêëàâäçîïôöùûüÿœæÉÈÀÇÊÔŒÄÖÜßñáíóú€£«»°·–—‘’“”…\u202f\u2212\u2063\u2064\u2011"


@dataclass(frozen=True)
class Face:
    """A face by its CSS name: `family`, bold or not, from a file of `static/fonts`."""

    family: str
    file: str
    bold: bool = False

    @property
    def resource(self) -> str:
        """The name of the font in a page's operators."""
        return "F" + self.name.replace("_", "")

    @property
    def name(self) -> str:
        """The name that xhtml2pdf gives to a font of this family and weight."""
        return f"{self.family.lower()}_{int(self.bold)}0"


TEXT = Face("Grotesk", "inter-regular")
FACES: Mapping[str, tuple[Face, ...]] = {
    "modern": (
        TEXT,
        Face("Grotesk", "inter-semibold", bold=True),
        Face("GroteskMedium", "inter-medium"),
        Face("GroteskDisplay", "inter-display-semibold"),
    ),
    "minimal": (TEXT, Face("Grotesk", "inter-semibold", bold=True), Face("GroteskLight", "inter-display-light")),
    "classic": (
        Face("Sans", "source-sans-regular"),
        Face("Sans", "source-sans-semibold", bold=True),
        Face("Serif", "source-serif-regular"),
        Face("Serif", "source-serif-semibold", bold=True),
    ),
}


@dataclass(frozen=True)
class Subset:
    """All that a PDF says about 256 characters of a face, written once: most documents use the same ones."""

    base_name: str
    last: int
    widths: str
    descriptor: str
    unicode_map: bytes
    program: bytes
    program_length: int


def packed_stream(data: bytes, **entries: Any) -> Any:
    """A stream that was compressed beforehand."""
    stream = pdfdoc.PDFStream(content=data, filters=[])
    stream.dictionary["Filter"] = pdfdoc.PDFArray([pdfdoc.PDFName("FlateDecode")])
    for name, value in entries.items():
        stream.dictionary[name] = value
    return stream


def describe(face: TTFontFace, number: int, codes: tuple[int, ...]) -> Subset:
    """Cuts a subset (3 ms) and writes its dictionaries, as ReportLab writes them."""
    base_name = b"".join((SUBSETN(number), b"+", face.name, face.subfontNameX)).decode("pdfdoc")
    program = face.makeSubset(list(codes))
    flags = (face.flags & ~32) | 4  # symbolic: the codes are ours (ISO 32000, table 121)
    numbers = (
        f"/Ascent {fp_str(face.ascent)} /CapHeight {fp_str(face.capHeight)} /Descent {fp_str(face.descent)}"
        f" /Flags {flags} /FontBBox [{' '.join(map(fp_str, face.bbox))}] /ItalicAngle {fp_str(face.italicAngle)}"
        f" /StemV {fp_str(face.stemV)} /MissingWidth {fp_str(face.defaultWidth)}"
    )
    return Subset(
        base_name=base_name,
        last=len(codes) - 1,
        widths=f"[{' '.join(fp_str(face.charWidths.get(code, face.defaultWidth)) for code in codes)}]",
        descriptor=f"/Type /FontDescriptor /FontName /{base_name} {numbers}",
        unicode_map=zlib.compress(makeToUnicodeCMap(base_name, list(codes)).encode("ascii")),
        program=zlib.compress(program),
        program_length=len(program),
    )


class Descriptor(pdfdoc.PDFObject):
    """A font descriptor whose text is known but for the reference to the program."""

    __RefOnly__ = 1

    def __init__(self, text: str, program: Any) -> None:
        self._text, self._program = text, program

    def format(self, document: Any) -> bytes:
        """For ReportLab."""
        program: bytes = pdfdoc.format(self._program, document)
        return f"<< {self._text} /FontFile2 ".encode("ascii") + program + b" >>"


class DocumentFont(TTFont):
    """A font whose name and whose codes for the common alphabet are the same in every document."""

    def __init__(self, declared: Face) -> None:
        filename = str(FONTS / f"{declared.file}.ttf")
        super().__init__(declared.name, filename, shapable=False)
        self.subset = lru_cache(maxsize=32)(partial(describe, self.face))
        self.internal = declared.resource
        self.common = "".join(c for c in COMMON if ord(c) in self.face.charToGlyph)
        #: Whether a text is drawn by operators that hold in any document.
        self.steady = frozenset(map(chr, range(32, 127))) | frozenset(self.common) | {"\xa0"}

    def _ready(self, doc: Any) -> None:
        if doc not in self.state:
            super().splitString(self.common, doc)

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> Any:
        """ReportLab's, after the common alphabet has its codes."""
        self._ready(doc)
        return super().splitString(text, doc, encoding)

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """ReportLab's, with a name that does not depend on which font the document met first."""
        self._ready(doc)
        state = self.state[doc]
        if state.internalName is None:
            state.internalName = self.internal
            doc.fontMapping[self.fontName] = "/" + self.internal
            doc.delayedFonts.append(self)
        return str(super().getSubsetInternalName(subset, doc))

    def addObjects(self, doc: Any) -> None:
        """ReportLab's, from what is written already."""
        self._ready(doc)
        state = self.state.pop(doc)
        state.frozen = 1
        for number, codes in enumerate(state.subsets):
            name, subset = f"{self.internal}+{number}", self.subset(number, tuple(codes))
            program = packed_stream(subset.program, Length1=subset.program_length)
            written: Any = pdfdoc.PDFTrueTypeFont()
            written.Name, written.BaseFont = name, subset.base_name
            written.FirstChar, written.LastChar, written.Widths = 0, subset.last, subset.widths
            written.ToUnicode = doc.Reference(packed_stream(subset.unicode_map), f"toUnicodeCMap:{name}")
            descriptor = Descriptor(subset.descriptor, doc.Reference(program, f"fontFile:{name}"))
            written.FontDescriptor = doc.Reference(descriptor, f"fontDescriptor:{name}")
            doc.Reference(written, name)
            doc.idToObject["BasicFonts"].dict[name] = written


@cache
def font(face: Face) -> DocumentFont:
    """The font of a face; reading the file takes 5 to 10 ms."""
    return DocumentFont(face)


@cache
def register(design: str) -> None:
    """Makes the faces of a design known to ReportLab, for the life of the process."""
    for face in FACES[design]:
        pdfmetrics.registerFont(font(face))


@cache
def alphabet(design: str) -> frozenset[str]:
    """What every face of a design can draw; line ends count, as they become breaks."""
    drawn = frozenset.intersection(*(frozenset(map(chr, font(face).face.charToGlyph)) for face in FACES[design]))
    return drawn | {"\n"}


def missing(design: str, texts: Iterable[str]) -> str:
    """The characters of the texts that some face of the design lacks, in order of their code."""
    return "".join(sorted(set().union(*texts) - alphabet(design)))
