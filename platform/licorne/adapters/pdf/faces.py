"""The faces that documents embed, registered once in a process, and drawn the same way in every document.

xhtml2pdf would build its own fonts from `@font-face`; it keeps a font that is registered under the name that it would
give. Ours number their characters and name themselves alike in each document. So the operators of a text are the same
from one document to the next, and the embedded program of the common alphabet is cut once in a process, not per document.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

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


class DocumentFace(TTFontFace):
    """A face that remembers the subsets that it cut."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self.cut = lru_cache(maxsize=32)(self._cut)

    def _cut(self, codes: tuple[int, ...]) -> tuple[int, bytes]:
        program = super().makeSubset(list(codes))
        return len(program), zlib.compress(program)

    def addSubsetObjects(self, doc: Any, fontname: str, subset: list[int]) -> Any:
        """ReportLab's objects of a subset, with the program compressed beforehand."""
        length, packed = self.cut(tuple(subset))
        program = pdfdoc.PDFStream(content=packed, filters=[])
        program.dictionary["Length1"] = length
        program.dictionary["Filter"] = pdfdoc.PDFArray([pdfdoc.PDFName("FlateDecode")])
        return doc.Reference(self._descriptor(doc, fontname, program), f"fontDescriptor:{fontname}")

    def _descriptor(self, doc: Any, fontname: str, program: Any) -> Any:
        return pdfdoc.PDFDictionary({
            "Type": "/FontDescriptor",
            "Ascent": self.ascent,
            "CapHeight": self.capHeight,
            "Descent": self.descent,
            "Flags": (self.flags & ~32) | 4,  # symbolic: the codes are ours (ISO 32000, table 121)
            "FontBBox": pdfdoc.PDFArray(self.bbox),
            "FontName": pdfdoc.PDFName(fontname),
            "ItalicAngle": self.italicAngle,
            "StemV": self.stemV,
            "FontFile2": doc.Reference(program, f"fontFile:{fontname}"),
            "MissingWidth": self.defaultWidth,
        })  # fmt: skip


class DocumentFont(TTFont):
    """A font whose name and whose codes for the common alphabet are the same in every document."""

    def __init__(self, declared: Face) -> None:
        filename = str(FONTS / f"{declared.file}.ttf")
        super().__init__(declared.name, filename, shapable=False)
        self.face = DocumentFace(filename)
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
