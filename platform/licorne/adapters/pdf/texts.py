"""Makes users' texts fit for paper. Nothing is escaped here: Jinja's autoescape does that."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

#: Without a glyph, brought along by pasting: U+00AD (which xhtml2pdf drops anyway), U+200C, U+2060, U+FEFF.
_INVISIBLE = dict.fromkeys((0xAD, 0x200C, 0x2060, 0xFEFF))
#: C0 and C1 controls but for the line ends, which notes may hold: a control character is a missing glyph in PDF/A.
_CONTROLS = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A, 0x0D))
_DROPPED = _INVISIBLE | _CONTROLS
_BLANKS = re.compile(r"[ \t\r\f\v]+")
#: All that may need a second look; most texts are plain ASCII words and pass by.
_PLAIN = re.compile(r"(?:[!-~]+(?: [!-~]+)*)?")


def clean_text(text: str) -> str:
    """NFC (faces have no combining marks), no invisible characters, no white space at the ends of its lines.

    White space at an end would give the text another place in the tags, and so the document another compiled shape.
    """
    if _PLAIN.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", text).translate(_DROPPED)
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in composed.splitlines()).strip()


def clean(value: Any) -> Any:
    """The same JSON with every text cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def texts_of(value: Any) -> Iterator[str]:
    """Every text in JSON data but for the names of its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
