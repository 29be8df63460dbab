"""Submissions from a workbook: read as people typed them, in a process that a bomb ends and nothing else."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from licorne.adapters import workbook
from licorne.errors import Refused
from licorne.models.database import current_session
from licorne.models.form import Form, Submission
from licorne.services.spreadsheet import xlsx_bytes
from tests.web.office import Browser, Office, hidden_fields, words

PAGE = "/submissions/import"


def _book(*rows: tuple[object, ...]) -> bytes:
    made, file = Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    made.save(file)
    return file.getvalue()


def _look(office: Office, member: Browser, data: bytes, name: str = "old.xlsx") -> str:
    with office.app.app_context():
        form = current_session().scalars(select(Form.id).where(Form.organisation_id == office.organisation_id)).one()
    token = hidden_fields(member.get(PAGE).text)["csrf_token"]
    sent = {"form": form, "csrf_token": token, "file": (io.BytesIO(data), name)}
    return member.client.post(PAGE, data=sent, content_type="multipart/form-data").text


def test_a_workbook_is_looked_at_and_taken_over_as_a_csv_file_is(office: Office, member: Browser) -> None:
    heading = ("name", "email", "service", "pages", "rush", "consent")
    page = _look(
        office, member,
        _book(heading, ("Ada", "ada@example.com", "Website", 4.0, False, True), ("Bob", None, "Website", 1, False, True)),
    )  # fmt: skip
    assert "1 row can be imported" in words(page)
    assert "1 has mistakes and is left out" in words(page)
    text = page.partition('<textarea name="text" hidden>')[2].partition("</textarea>")[0]
    go = hidden_fields(page) | {"text": text, "go": "1"}
    assert "1 submission imported." in words(member.client.post(PAGE, data=go, follow_redirects=True).text)
    with office.app.app_context():
        mine = select(Submission.answers).where(Submission.organisation_id == office.organisation_id)
        answers = current_session().scalars(mine).one()
    assert (answers["pages"], answers["rush"], answers["consent"]) == ("4", False, True)


def test_what_a_list_gave_out_can_be_read_again() -> None:
    assert workbook.as_text(xlsx_bytes([["name", "x"], ['Zoé; "a"', "=1+1"]])).splitlines() == [
        "name,x",
        '"Zoé; ""a""",=1+1',
    ]


def test_cells_are_written_as_people_type_them() -> None:
    row = (4.0, 2.5, 1e-7, 10**15, True, date(2026, 11, 24), datetime(2026, 11, 24, 10, 30), time(9, 5), None, " x ")
    assert workbook.as_text(_book(row)).strip("\r\n") == (
        "4,2.5,0.0000001,1000000000000000,yes,2026-11-24,2026-11-24T10:30,09:05,, x "
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 and no archive", "workbook_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old one", "workbook_locked"),
    ],
)
def test_what_is_no_workbook_is_told_in_words(office: Office, member: Browser, data: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        workbook.as_text(data)
    told = {"workbook_unreadable": "cannot be read", "workbook_locked": "of an old kind or has a password"}
    assert told[code] in words(_look(office, member, data))


def test_a_bomb_ends_the_process_that_reads_it_and_nothing_else() -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_book(("a",)))) as plain,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb,
    ):
        for part in plain.namelist():
            if part != "xl/worksheets/sheet1.xml":
                bomb.writestr(part, plain.read(part))
        with bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            sheet.write(b'<worksheet xmlns="' + main + b'"><sheetData><row><c t="inlineStr"><is><t>')
            for _ in range(700):
                sheet.write(b"a" * (1 << 20))
            sheet.write(b"</t></is></c></row></sheetData></worksheet>")
    with pytest.raises(Refused, match="workbook_unreadable"):
        workbook.as_text(packed.getvalue())
