"""Which characters a text may hold, and the one shape in which texts are kept (NFC, trimmed).

What is refused here would break something later: NUL breaks PostgreSQL, control characters and U+FFFE break XML 1.0,
bidirectional overrides reorder what a reader sees in a mail or a file name, invisible characters make two equal
looking names differ.
"""

from __future__ import annotations

import re
from unicodedata import combining, normalize

from forms.answer_error import AnswerError

# Explicit bytes cap: four-byte characters must not turn 20,000 characters into 80 kB of answer.
MAX_BYTES = 65_536
# UAX #15 "stream-safe text": no language needs more marks on one base, and normalising long runs is quadratic.
MAX_MARKS = 30

_TRIM = " \t\u00a0\u2007\u2009\u202f\u3000"
_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_INVISIBLE = r"\u200b\u200e\u200f\u061c\u2060-\u2064\ufeff\u115f\u1160\u3164\uffa0\u180e"
_BIDI = r"\u202a-\u202e\u2066-\u2069"
_NOT_XML = r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"
# Joiners spell Persian and Indic words and compose emoji; beside an ASCII character they can only hide something.
_JOINER = r"(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
_REFUSED = re.compile(rf"[{_CONTROL}{_INVISIBLE}{_BIDI}{_NOT_XML}]|{_JOINER}")
LINE_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")


def single_line(value: str, max_length: int) -> str:
    """The text trimmed and in NFC; a line break of any kind is refused, it could open a second mail header."""
    _refuse_long(value, max_length)
    text = value.strip(_TRIM)
    if LINE_BREAK.search(text):
        raise AnswerError("line_break")
    if "\t" in text:
        raise AnswerError("character", character="U+0009")
    return _composed(text, max_length)


def many_lines(value: str, max_length: int) -> str:
    """The text trimmed, in NFC, with line feeds only (browsers post CR LF); tabs may stay."""
    _refuse_long(value, max_length)
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _composed(text.strip(_TRIM + "\n"), max_length)


def refuse_characters(text: str) -> None:
    """Raise `character` with the code point of the first character that may not be kept."""
    found = _REFUSED.search(text)
    if found:
        raise AnswerError("character", character=code_point(found.group()))


def code_point(character: str) -> str:
    """The name that a person can look up: `U+202E`."""
    return f"U+{ord(character):04X}"


def refused_character(text: str) -> str | None:
    """The code point of the first character that may not be kept, for readers that collect problems."""
    found = _REFUSED.search(text)
    return code_point(found.group()) if found else None


def printable(text: str) -> str:
    """The text for showing it again on a page: what may not be kept becomes U+FFFD."""
    return text if text.isascii() and text.isprintable() else _REFUSED.sub("\ufffd", text)


def _refuse_long(value: str, max_length: int) -> None:
    # Judged before any other work, so that a megabyte costs one comparison. Decomposed text may be twice as long.
    if len(value) > 2 * max_length + 100:
        raise AnswerError("too_long", maximum=str(max_length))


def _refuse_line_break(text: str) -> None:
    if LINE_BREAK.search(text):
        raise AnswerError("line_break")


def _composed(text: str, max_length: int) -> str:
    if not (text.isascii() and text.isprintable()):  # nearly every answer is, and needs no closer look
        refuse_characters(text)
        _refuse_stacks(text)
        text = normalize("NFC", text)
    if len(text) > max_length:
        raise AnswerError("too_long", maximum=str(max_length))
    if len(text) * 4 > MAX_BYTES and len(text.encode()) > MAX_BYTES:
        raise AnswerError("too_many_bytes", maximum=str(MAX_BYTES))
    return text


def _refuse_stacks(text: str) -> None:
    if text.isascii():
        return
    run = 0
    for character in text:
        run = run + 1 if character > "\u02ff" and combining(character) else 0
        if run > MAX_MARKS:
            raise AnswerError("combining_marks", maximum=str(MAX_MARKS))
