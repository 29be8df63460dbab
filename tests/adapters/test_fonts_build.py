"""The faces that documents embed."""

import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from licorne.adapters import fonts_build
from licorne.adapters.fonts_build import FACES, RANGES, STAMP, build, is_current, make_face
from licorne.adapters.pdf.places import FONTS

BUILT = [FONTS / f"{name}.ttf" for name in FACES]


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    name = "source-serif-semibold"  # the quickest one
    for number in (1, 2):
        make_face(name, *FACES[name]).save(tmp_path / f"{number}.ttf")
    assert (
        (tmp_path / "1.ttf").read_bytes() == (tmp_path / "2.ttf").read_bytes() == (FONTS / f"{name}.ttf").read_bytes()
    )


def test_the_installed_faces_are_those_of_the_sources() -> None:
    assert is_current(FONTS)


def test_nothing_is_built_where_the_stamp_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FONTS / STAMP, tmp_path / STAMP)
    monkeypatch.setattr(fonts_build, "make_face", None)
    assert build(tmp_path) is False
    (tmp_path / STAMP).write_text("another")
    with pytest.raises(TypeError):
        build(tmp_path)


@pytest.mark.parametrize("file", BUILT, ids=lambda file: file.stem)
def test_a_face_is_small_static_and_complete(file: Path) -> None:
    with TTFont(file) as font:
        assert file.stat().st_size < 100_000
        assert "fvar" not in font
        best, widths = font.getBestCmap(), font["hmtx"]
        assert {best[code] for code in range(0x30, 0x3A)}
        assert len({widths[best[ord(digit)]][0] for digit in "0123456789"}) == 1
        assert widths[best[0x2064]][0] == widths[best[ord("0")]][0]
        assert widths[best[0x2063]][0] == widths[best[ord(",")]][0]
        assert {0xE9, 0x20AC, 0x2212, 0x202F, 0x2011} <= best.keys()
        assert all(any(first <= code <= last for first, last in RANGES) for code in best)
        em = font["head"].unitsPerEm
        assert (font["hhea"].ascent - font["hhea"].descent) / em == pytest.approx(1.2, abs=0.002)
        assert "Source" not in str(font["name"].getDebugName(1))  # a reserved name (OFL, clause 3)


def test_the_licences_lie_beside_the_faces() -> None:
    texts = [file.read_text("utf-8") for file in FONTS.glob("LICENSE-*.txt")]
    assert len(texts) == 3
    assert all("SIL OPEN FONT LICENSE" in text.upper() for text in texts)
