"""Pictures of forms: taken by their content, shown to everybody, running nothing."""

import re
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from licorne.services import pictures
from tests.web.office import Browser, Office
from tests.web.test_form_builder import FORM, ask, form_id, read

__all__ = ["form_id"]


def png(width: int = 1, height: int = 1) -> bytes:
    """A black PNG of this size, as its header says."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def kept(browser: Browser, content: bytes, name: str = "logo.png") -> TestResponse:
    """The answer to an upload."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/forms/new").text)
    assert token is not None
    data = {"file": (BytesIO(content), name)}
    return browser.client.post("/forms/pictures", data=data, headers={"X-CSRFToken": token[1]})


def test_a_picture_is_kept_once_and_served_for_ever(member: Browser, nobody: Browser) -> None:
    first, again = kept(member, png()), kept(member, png(), "same.png")
    assert (first.status_code, read(first)["id"]) == (200, read(again)["id"])
    shown = nobody.get(read(first)["url"])
    assert (shown.status_code, shown.mimetype, shown.data) == (200, "image/png", png())
    assert "immutable" in shown.headers["Cache-Control"]
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", b"%PDF-1.7", png(60_000, 60_000)],
)  # fmt: skip
def test_what_is_no_picture_or_would_become_too_large_is_refused_in_words(member: Browser, content: bytes) -> None:
    answer = kept(member, content)
    assert answer.status_code == 422
    assert read(answer)["problems"][0]["text"]


def test_a_picture_that_is_too_large_is_refused(member: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", len(png()) - 1)
    answer = kept(member, png())
    assert (answer.status_code, read(answer)["problems"][0]["code"]) == (422, "file_too_large")


def test_only_members_bring_pictures(office: Office, nobody: Browser) -> None:
    assert kept(office.signed_in("member"), png()).status_code == 200
    viewer = office.signed_in("viewer")
    assert viewer.client.post("/forms/pictures", data={"file": (BytesIO(png()), "a.png")}).status_code == 403
    assert nobody.client.post("/forms/pictures", data={"file": (BytesIO(png()), "a.png")}).status_code == 403
    assert nobody.get("/f/-/0192f3c0-0000-7000-8000-000000000000").status_code == 404


def test_logo_cover_and_pictures_between_questions_stand_on_the_page(
    member: Browser, nobody: Browser, form_id: str
) -> None:
    picture = read(kept(member, png()))["id"]
    between: dict[str, Any] = {
        "id": "pic",
        "type": "image",
        "label": {"en": "Our shop"},
        "file": picture,
        "caption": {"en": "Since 1920"},
    }
    document = {**FORM, "theme": {"logo": picture, "cover": picture}, "fields": [*FORM["fields"], between]}
    ask(member, form_id, "draft", {"revision": 1, "document": document})
    assert ask(member, form_id, "publish", {"revision": 2, "slug": "survey"}).status_code == 200
    page = nobody.get("/f/survey").text
    assert f'<img class="logo" src="/f/-/{picture}" alt="">' in page
    assert f'<img class="cover-picture" src="/f/-/{picture}" alt="">' in page
    assert f'<img src="/f/-/{picture}" alt="Our shop" loading="lazy"><figcaption>Since 1920</figcaption>' in page


def test_no_kind_of_picture_can_run_anything() -> None:
    assert set(pictures.KINDS) == {"png", "jpeg", "webp", "gif"}
