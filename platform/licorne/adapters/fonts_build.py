"""Builds the static TrueType faces that the documents embed: `python -m licorne.adapters.fonts_build OUT`.

Set-up time only (needs fonttools and the `fontpkg-*` packages of the dev extra; SIL OFL 1.1). Those ship variable fonts.
ReportLab draws a variable font at its default instance, applies no OpenType feature and embeds what it reads, so each
face is made static, small, and with tabular figures on the plain digits. The same sources give the same bytes.
"""

import argparse
import hashlib
import importlib.resources
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

STAMP = "sources.sha256"


@dataclass(frozen=True)
class Source:
    """A variable font inside an installed package."""

    package: str
    file: str

    def folder(self) -> Traversable:
        """Where the package was installed."""
        return importlib.resources.files(self.package)

    def data(self) -> bytes:
        """The bytes of the font."""
        return (self.folder() / "files" / self.file).read_bytes()


INTER = Source("fontpkg_inter", "Inter[opsz,wght].ttf")
SANS = Source("fontpkg_source_sans_3", "SourceSans3[wght].ttf")
SERIF = Source("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf")

#: File name: the source and the axis values of the instance.
FACES: Mapping[str, tuple[Source, Mapping[str, float]]] = {
    "inter-regular": (INTER, {"opsz": 14, "wght": 400}),
    "inter-medium": (INTER, {"opsz": 14, "wght": 500}),
    "inter-semibold": (INTER, {"opsz": 14, "wght": 600}),
    "inter-display-light": (INTER, {"opsz": 32, "wght": 300}),
    "inter-display-semibold": (INTER, {"opsz": 32, "wght": 620}),
    "source-sans-regular": (SANS, {"wght": 400}),
    "source-sans-semibold": (SANS, {"wght": 600}),
    "source-serif-regular": (SERIF, {"opsz": 28, "wght": 400}),
    "source-serif-semibold": (SERIF, {"opsz": 28, "wght": 600}),
}

#: Latin with every European accent, Greek, Cyrillic, punctuation and spaces, currency signs, arrows, minus, fractions.
RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x370, 0x3FF), (0x400, 0x45F), (0x490, 0x4FF), (0x1E00, 0x1EFF),
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x215F), (0x2190, 0x2193), (0x2212, 0x2215),
    (0x2248, 0x2265), (0x25CF, 0x25CF), (0x2713, 0x2713),
)  # fmt: skip
#: Stand in for U+2008, which the Source faces lack: no invoice uses them.
BORROWED = (0x2008, 0x2006, 0x2005, 0x2004, 0x2002, 0x2009)


def unicode_tables(font: TTFont) -> Iterator[dict[int, str]]:
    """The character maps of a font, code point to glyph name."""
    for table in font["cmap"].tables:
        if hasattr(table, "cmap") and table.isUnicode():
            yield table.cmap


def point_digits_at_tabular_ones(font: TTFont) -> None:
    """Inter keeps its tabular digits as `.tf` glyphs behind a feature; the Source faces are tabular already."""
    order = set(font.getGlyphOrder())
    for table in unicode_tables(font):
        for code in range(ord("0"), ord("9") + 1):
            tabular = f"{table.get(code)}.tf"
            if tabular in order:
                table[code] = tabular


def keep_ranges(font: TTFont) -> None:
    """Drops the glyphs outside RANGES and the tables that ReportLab never reads."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=False, name_IDs=["*"])
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)


def make_padding_spaces(font: TTFont) -> None:
    """U+2064 as wide as a digit and U+2063 as wide as a comma: quantities are padded with them so that commas line up.

    U+2007 and U+2008 exist for that, but xhtml2pdf collapses them like any white space; it keeps the invisible pair.
    """
    best, widths = font.getBestCmap(), font["hmtx"]
    figure, narrow = best[0x2007], best[0x202F]
    borrowed = next(best[code] for code in BORROWED if code in best)
    widths[figure] = (widths[best[ord("0")]][0], 0)
    widths[borrowed] = (widths[best[ord(",")]][0], 0)
    # The thousands separator: the Source faces make it too thin to be seen.
    widths[narrow] = (max(widths[narrow][0], round(0.2 * font["head"].unitsPerEm)), 0)
    for table in unicode_tables(font):
        table.update({0x2008: borrowed, 0x2063: borrowed, 0x2064: figure})
        table.setdefault(0x2011, best[ord("-")])


def set_even_leading(font: TTFont) -> None:
    """1.2 em for all: lines are never set closer than ascent + descent, and the Source faces claim 1.4 em."""
    em = font["head"].unitsPerEm
    up, down = round(0.96 * em), round(0.24 * em)
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = up, -down, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = up, -down, 0
    os2.usWinAscent, os2.usWinDescent = up, down


def rename(font: TTFont, name: str) -> None:
    """A changed font may not keep a reserved name (OFL, clause 3): each face gets one of ours."""
    words = name.replace("source-", "document-").replace("inter", "document-grotesk").replace("-", " ").title()
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4, 6, 16):
            text = words.replace(" ", "") if record.nameID == 6 else words
            font["name"].setName(text, record.nameID, record.platformID, record.platEncID, record.langID)
        elif record.nameID > 16:
            font["name"].removeNames(nameID=record.nameID)


def make_face(name: str, source: Source, axes: Mapping[str, float]) -> Any:
    """One static face. Cut first, instanced after: a fifth of the glyphs is a fifth of the time."""
    # The time stamp stays the source's: the same input has to give the same bytes.
    with importlib.resources.as_file(source.folder() / "files" / source.file) as path:
        font = TTFont(path, recalcTimestamp=False)
        point_digits_at_tabular_ones(font)
        keep_ranges(font)
        font = instancer.instantiateVariableFont(font, dict(axes), updateFontNames=False)
    make_padding_spaces(font)
    set_even_leading(font)
    rename(font, name)
    return font


def fingerprint() -> str:
    """Changes when a source, an axis value or this module changes."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(json.dumps({name: [source.file, dict(axes)] for name, (source, axes) in FACES.items()}).encode())
    for source in (INTER, SANS, SERIF):
        digest.update(source.data())
    return digest.hexdigest()


def is_current(out: Path) -> bool:
    """Whether `out` already holds the faces that `build` would make."""
    stamp = out / STAMP
    return stamp.is_file() and stamp.read_text("ascii") == fingerprint()


def build(out: Path) -> bool:
    """Writes every face, the licence texts and, last, the stamp into `out`; False when all was there already."""
    if is_current(out):
        return False
    out.mkdir(parents=True, exist_ok=True)
    for name, (source, axes) in FACES.items():
        make_face(name, source, axes).save(out / f"{name}.ttf")
        (out / f"LICENSE-{source.package}.txt").write_bytes((source.folder() / "LICENSE").read_bytes())
    (out / STAMP).write_text(fingerprint(), "ascii")
    return True


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Builds the faces that the documents embed.")
    parser.add_argument("out", type=Path)
    built = build(parser.parse_args().out)
    logging.getLogger(__name__).info("faces %s", "built" if built else "are current")


if __name__ == "__main__":
    main()
