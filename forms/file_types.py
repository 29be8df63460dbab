"""What a file is, told by its content; how large a picture would become, told by its header, without decoding it."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from forms.answer_error import AnswerError

MAX_PIXELS = 50_000_000
MAX_FRAMES = 200
# Enough for every header that is read here, JPEG's large metadata included.
_HEAD = 1 << 20


@dataclass(frozen=True)
class FileType:
    """A kind of file that may be accepted. `matches` looks at the first bytes, `pixels` reads width × height."""

    name: str
    media: str
    matches: Callable[[bytes], bool]
    pixels: Callable[[bytes], tuple[int, int] | None] | None = None


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _gif_size(data: bytes) -> tuple[int, int] | None:
    if len(data) < 10:
        return None
    width, height = struct.unpack("<HH", data[6:10])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the segments to the first frame header (ITU T.81 B.2.2); no more than a thousand of them."""
    place = 2
    for _ in range(1000):
        while data[place : place + 2] == b"\xff\xff":
            place += 1
        if data[place : place + 1] != b"\xff" or len(data) < place + 9:
            return None
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        if length < 2 or marker == 0xDA:
            return None
        place += 2 + length
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if len(data) < 30:
        return None
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _is_zip_of(*names: bytes) -> Callable[[bytes], bool]:
    return lambda data: data[:4] == b"PK\x03\x04" and any(name in data[:_HEAD] for name in names)


def _is_text(data: bytes) -> bool:
    try:
        text = data[:_HEAD].decode("utf-8")
    except UnicodeDecodeError as error:
        # Cut in the middle of a character is still text.
        return len(data) > _HEAD and error.start > _HEAD - 4 and _is_text(data[: error.start])
    return bool(text) and not re.search(r"[\x00-\x08\x0e-\x1f]", text) and not _looks_active(text)


def _looks_active(text: str) -> bool:
    """Browsers take such a text for a page or a drawing, whatever it is called."""
    return bool(re.match(r"\ufeff?\s*<(?:!doctype|!--|\?xml|html|head|body|script|svg|iframe)", text, re.IGNORECASE))


TYPES: dict[str, FileType] = {
    kind.name: kind
    for kind in (
        FileType("png", "image/png", lambda data: data[:8] == b"\x89PNG\r\n\x1a\n", _png_size),
        FileType("jpeg", "image/jpeg", lambda data: data[:3] == b"\xff\xd8\xff", _jpeg_size),
        FileType("gif", "image/gif", lambda data: data[:6] in (b"GIF87a", b"GIF89a"), _gif_size),
        FileType("webp", "image/webp", lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp_size),
        FileType("pdf", "application/pdf", lambda data: data[:5] == b"%PDF-"),
        FileType(
            "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _is_zip_of(b"word/")
        ),
        FileType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _is_zip_of(b"xl/")),
        FileType("odt", "application/vnd.oasis.opendocument.text", _is_zip_of(b"opendocument.text")),
        FileType("ods", "application/vnd.oasis.opendocument.spreadsheet", _is_zip_of(b"opendocument.spreadsheet")),
        FileType("zip", "application/zip", lambda data: data[:4] in (b"PK\x03\x04", b"PK\x05\x06")),
        FileType("text", "text/plain", _is_text),
    )
}


def sniff(data: bytes) -> str | None:
    """The name of the first type whose content this is; names and media types that a client sends say nothing."""
    return next((kind.name for kind in TYPES.values() if kind.matches(data)), None)


def check_file(data: bytes, accept: tuple[str, ...], max_bytes: int) -> str:
    """The type of an acceptable file.

    Raises:
        AnswerError: `file_empty`, `file_too_large`, `file_type`, `file_damaged` (a picture without a size) or
            `file_pixels` (a small file that becomes a large picture when somebody opens it).
    """
    if not data:
        raise AnswerError("file_empty")
    if len(data) > max_bytes:
        raise AnswerError("file_too_large", maximum=str(max_bytes))
    name = sniff(data)
    if name is None or name not in accept:
        raise AnswerError("file_type", allowed=", ".join(accept))
    _check_pixels(TYPES[name], data)
    return name


def _check_pixels(kind: FileType, data: bytes) -> None:
    if kind.pixels is None:
        return
    size = kind.pixels(data)
    if size is None or 0 in size:
        raise AnswerError("file_damaged")
    frames = gif_frames(data) if kind.name == "gif" else 1
    if size[0] * size[1] * max(frames, 1) > MAX_PIXELS or frames > MAX_FRAMES:
        raise AnswerError("file_pixels", maximum=str(MAX_PIXELS))


def gif_frames(data: bytes) -> int:
    """How many pictures a GIF holds, counted block by block (GIF89a); counting ends where it is clear."""
    place = 13 + (3 << (data[10] & 7) + 1 if len(data) > 10 and data[10] & 0x80 else 0)
    frames = 0
    while place < len(data) and frames <= MAX_FRAMES:
        block = data[place]
        if block == 0x2C and place + 9 < len(data):
            frames += 1
            flags = data[place + 9]
            place = _after_blocks(data, place + 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0))
        elif block == 0x21:
            place = _after_blocks(data, place + 2)
        else:
            break
    return frames


def _after_blocks(data: bytes, place: int) -> int:
    while place < len(data) and data[place]:
        place += 1 + data[place]
    return place + 1


def safe_label(name: str) -> str:
    """The name that a client gave a file, fit to be shown: the last part of a path, no control or direction characters.

    It is a label alone; a file is kept under an id.
    """
    last = re.split(r"[\\/]", name)[-1]
    kept = re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]", "", last).strip(
        " ."
    )
    return kept[:120] or "file"
