"""Characters that may be kept, and those that may not."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.answer_error import AnswerError
from forms.characters import many_lines, printable, single_line


def refusal(text: str, read=single_line, size: int = 200) -> tuple[str, str]:
    with pytest.raises(AnswerError) as caught:
        read(text, size)
    return caught.value.code, caught.value.parameters.get("character", "")


FORBIDDEN = [
    "\x00", "\x01", "\x08", "\x1b", "\x1f", "\x7f", "\x80", "\u009f", "\u200b", "\u200e", "\u200f", "\u061c", "\u2060", "\ufeff",
    "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\ud800", "\udfff", "\ufffe", "\uffff",
    "\u3164", "\U000e0041",
]  # fmt: skip


@pytest.mark.parametrize("character", FORBIDDEN, ids=lambda character: f"U+{ord(character):04X}")
@pytest.mark.parametrize("read", [single_line, many_lines])
def test_a_character_that_would_deceive_or_break_is_refused_by_name(read, character):
    assert refusal(f"Bob{character}by", read) == ("character", f"U+{ord(character):04X}")


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_single_line_takes_no_line_break_of_any_kind(line_break):
    assert refusal(f"Bob{line_break}Bcc: eve@example.com")[0] == "line_break"
    assert refusal(f"Bob{line_break}")[0] == "line_break"


def test_a_single_line_takes_no_tab_inside():
    assert refusal("a\tb") == ("character", "U+0009")


def test_joiners_stay_in_persian_and_emoji_and_go_where_they_hide():
    for text in ("می\u200cخواهم", "👩\u200d👧", "क्\u200dष"):
        assert single_line(text, 200) == unicodedata.normalize("NFC", text)
    assert refusal("Bob\u200dby") == ("character", "U+200D")
    assert refusal("\u200c") == ("character", "U+200C")


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}}",
        "${7*7}",
        "=2+3",
        "evil@evil.com, Bob",
        "=?utf-8?q?x?=",
        '"<x@y.z>"',
        "</script><script>",
        '"><svg onload=x>',
        "]]>",
    ],
)
def test_text_that_is_code_elsewhere_is_kept_letter_by_letter(text):
    assert single_line(text, 200) == text


def test_texts_are_trimmed_and_composed():
    assert single_line("\u00a0 Zoe\u0308 \t", 200) == "Zoë"
    assert many_lines("\r\n a\r\nb\rc \n\n", 200) == "a\nb\nc"
    assert many_lines("a\tb", 200) == "a\tb"


def test_length_counts_characters_after_composition():
    assert single_line("e\u0301" * 200, 200) == "é" * 200
    assert refusal("x" * 201)[0] == "too_long"
    assert refusal("x" * 10_000_000)[0] == "too_long"


def test_four_byte_characters_meet_the_cap_in_bytes():
    assert refusal("😀" * 20_000, many_lines, 20_000)[0] == "too_many_bytes"
    assert many_lines("😀" * 16_000, 20_000) == "😀" * 16_000


def test_stacked_marks_are_refused_before_they_cost_time():
    start = time.perf_counter()
    assert refusal("a" + "\u0301\u0316" * 15_000, many_lines, 20_000)[0] == "combining_marks"
    assert time.perf_counter() - start < 0.5
    assert single_line("Việt Nam, Ṩ", 200) == "Việt Nam, Ṩ"


def test_what_is_shown_again_holds_nothing_invisible():
    assert printable("a\x00\u202eb") == "a\ufffd\ufffdb"
    assert printable("Léa") == "Léa"


@given(st.text(st.characters(codec=None), max_size=80))
def test_any_text_is_kept_storable_or_refused(text):
    try:
        kept = many_lines(text, 40)
    except AnswerError:
        return
    assert len(kept) <= 40
    assert unicodedata.is_normalized("NFC", kept)
    assert "\x00" not in kept
    kept.encode()
    assert many_lines(kept, 40) == kept
