"""Tables as files: CSV and XLSX, written so that no cell can be taken for a formula (OWASP, CSV injection).

XLSX is written by hand: one sheet of texts and numbers is five small parts of XML, and every text is an inline string, which no
program evaluates. In CSV a text that begins like a formula gets an apostrophe in front; `plain` takes it away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, TypeAlias
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Cell: TypeAlias = str | Decimal
_FORMULA: Final = re.compile(r"^\s*[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"^[+-]?[0-9]+([.,][0-9]+)?$")
#: What XML 1.0 cannot hold.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: Excel's own limit of a cell.
_LONGEST: Final = 32_767
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Licorne" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2">'
    '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def csv_bytes(rows: Iterable[Sequence[Cell]], separator: str) -> bytes:
    """UTF-8 with a byte order mark, without which Excel reads it as Latin-1."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else str(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig", "replace")


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a program could take it for a formula; numbers stay numbers."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def plain(text: str) -> str:
    """A cell that `harmless` may have written, as it was."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def xlsx_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet; the first row is bold. Dates of the archive are fixed: the same rows give the same bytes."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, _HEAD + text)
        archive.writestr("xl/worksheets/sheet1.xml", _sheet(rows))
    return file.getvalue()


def _sheet(rows: Iterable[Sequence[Cell]]) -> str:
    lines = [
        f'<row r="{number}">{"".join(_cell(cell, number == 1) for cell in row)}</row>'
        for number, row in enumerate(rows, 1)
    ]
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(cell: Cell, bold: bool) -> str:
    style = ' s="1"' if bold else ""
    if isinstance(cell, Decimal):
        return f"<c{style}><v>{cell:f}</v></c>"
    text = escape(_CONTROLS.sub("", cell)[:_LONGEST])
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{text}</t></is></c>'
