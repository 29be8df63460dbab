"""Files by their content."""

import struct
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.answer_error import AnswerError
from forms.codes import ANSWER_CODES
from forms.file_types import TYPES, check_file, safe_label, sniff

EVERY = tuple(TYPES)


def png(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


def gif(width: int, height: int, frames: int = 1) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHH", 0, 0, width, height) + b"\x00\x02\x02\x4c\x01\x00"
    return (
        b"GIF89a"
        + struct.pack("<HH", width, height)
        + b"\x80\x00\x00"
        + b"\x00" * 6
        + b"\x21\xf9\x04\x00\x00\x00\x00\x00"
        + frame * frames
        + b";"
    )


def jpeg(width: int, height: int) -> bytes:
    exif = b"\xff\xe1" + struct.pack(">H", 2 + 300) + b"\xff\xc0" * 150
    return b"\xff\xd8" + exif + b"\xff\xc2" + struct.pack(">HBHH", 11, 8, height, width) + b"\x01\x01\x11\x00"


def webp(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + b"\x00" * 4 + b"WEBPVP8X" + struct.pack("<I", 10) + b"\x00" * 4 + size


def verdict(data: bytes, accept: tuple[str, ...] = EVERY, most: int = 10**6) -> str:
    try:
        return check_file(data, accept, most)
    except AnswerError as error:
        return error.code if error.parameters.keys() == ANSWER_CODES[error.code].keys() else repr(error.parameters)


@pytest.mark.parametrize("draw", [png, gif, jpeg, webp])
def test_a_picture_is_told_by_its_content_and_held_to_its_size(draw):
    assert verdict(draw(640, 480)) == draw.__name__
    assert verdict(draw(16_000, 16_000)) == "file_pixels"
    assert verdict(draw(640, 480)[:20]) in ("file_damaged", "gif"), "a header that ends too early"
    assert verdict(draw(640, 480), ("pdf",)) == "file_type"


def test_a_small_file_that_becomes_a_huge_picture_is_refused_at_once():
    start = time.process_time()  # the work done, whatever else the machine is at
    bomb = png(50_000, 50_000)
    assert len(bomb) < 74
    assert verdict(bomb) == verdict(gif(10, 10, 10_000)) == verdict(gif(3_000, 3_000, 50)) == "file_pixels"
    assert verdict(png(0, 10)) == "file_damaged"
    assert verdict(b"\xff\xd8\xff" + b"\xff" * 900_000) == "file_damaged"
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"), (b"PK\x03\x04....word/document.xml", "docx"), (b"PK\x03\x04....xl/workbook.xml", "xlsx"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", "odt"), (b"PK\x03\x04anything", "zip"),
        ("Bonjour\r\nà tous\t✓".encode(), "text"), (b"MZ\x90\x00", None), (b"\x7fELF\x02", None), (b"<html><script>", None),
        (b"  <!DOCTYPE html>", None), (b"<?xml version='1.0'?><svg onload=x>", None), ("\ufeff<svg>".encode(), None), (b"a\x00b", None),
        (b"II*\x00\x08\x00\x00\x00", None), (b"\xff\xfea\x00", None),
    ],
)  # fmt: skip
def test_other_files_are_told_by_their_content_too(data, kind):
    assert sniff(data) == kind


def test_size_and_emptiness_are_judged_first():
    assert verdict(b"") == "file_empty"
    assert verdict(b"%PDF-" + b"x" * 100, most=50) == "file_too_large"


def test_a_long_text_may_be_cut_within_a_character():
    assert sniff(b"x" + "é".encode() * (1 << 19) + b"\n") == "text"


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"RIFF0000WEBP", b"PK\x03\x04", b"%PDF-"]),
)
def test_any_bytes_are_a_type_or_a_code(data, start):
    assert verdict(start + data) in {*TYPES, "file_empty", "file_type", "file_damaged", "file_pixels"}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"), ("..\\..\\x.exe", "x.exe"), ("a\x00.png", "a.png"), ("CON", "CON"), ("x" * 300, "x" * 120),
        ("", "file"), ("..", "file"), (".htaccess", "htaccess"), ("a\u202egpj.exe", "agpj.exe"), ("/", "file"), ("plan.pdf ", "plan.pdf"),
    ],
)  # fmt: skip
def test_the_name_of_a_file_is_a_label_and_no_path(name, label):
    assert safe_label(name) == label
