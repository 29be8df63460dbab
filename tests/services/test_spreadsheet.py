"""Files of tables: what a stranger typed into a form must never run in somebody's spreadsheet."""

import csv
import io
from decimal import Decimal
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from licorne.services.spreadsheet import csv_bytes, harmless, plain, xlsx_bytes

ATTACKS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =HYPERLINK(\"http://x\")", "+33 6 12 34 56 78",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_a_text_that_begins_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_bytes([[text]], ",").decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}"]
    assert plain(row[0]) == text


@pytest.mark.parametrize("text", ["-12.50", "+4", "Ada", "'quoted'", "a=b", "2026-11-24", ""])
def test_numbers_and_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
    assert plain(text) == text


def _cells(data: bytes) -> list[tuple[str | None, str]]:
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    return [(cell.get("t"), "".join(cell.itertext())) for cell in root.iter() if cell.tag.endswith("}c")]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_workbook_holds_texts_that_nothing_evaluates(text: str) -> None:
    (cell,) = _cells(xlsx_bytes([[text]]))
    assert cell == ("inlineStr", text.replace("\r", "\n") if "\r" in text else text)


def test_a_workbook_holds_numbers_as_numbers_and_survives_what_xml_cannot_hold() -> None:
    cells = _cells(xlsx_bytes([["Größe", "<&>"], [Decimal("-1234.50"), "a\x00b\x1b\ud800c" + "x" * 40_000]]))
    assert cells[:3] == [("inlineStr", "Größe"), ("inlineStr", "<&>"), (None, "-1234.50")]
    assert cells[3][1].startswith("abcx")
    assert len(cells[3][1]) == 32_767


def test_the_same_rows_give_the_same_bytes() -> None:
    assert csv_bytes([["a", Decimal("1.5")]], ";") == b"\xef\xbb\xbfa;1.5\r\n"
