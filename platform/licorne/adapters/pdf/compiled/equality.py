"""What a PDF shows, for comparing the compiled way with the plain one."""

import io
from typing import Any

import pikepdf


def page_streams(pdf: bytes) -> list[tuple[Any, ...]]:
    """Each page's box, operators, fonts, pictures and annotations."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [shown(page) for page in opened.pages]


def shown(page: pikepdf.Page) -> tuple[Any, ...]:
    """One page."""
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    fonts = sorted((name, str(font.BaseFont)) for name, font in resources.get("/Font", {}).items())
    pictures = sorted((name, picture.read_raw_bytes()) for name, picture in resources.get("/XObject", {}).items())
    notes = [str(note.get("/A") or note.get("/Dest")) for note in page.obj.get("/Annots", ())]
    box = tuple(float(side) for side in page.mediabox)
    return box, operators(page), tuple(fonts), tuple(pictures), tuple(notes)


def operators(page: pikepdf.Page) -> bytes:
    """The decoded content of a page."""
    contents = page.obj.Contents
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)
