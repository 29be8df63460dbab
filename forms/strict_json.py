"""JSON from strangers, read strictly (RFC 8259, I-JSON RFC 7493).

Python's reader takes NaN and Infinity, keeps the last of two equal keys, guesses UTF-16, raises RecursionError on
deep input and ValueError on long integers, and lets NUL and halves of surrogate pairs through, which neither database
can store. Here each of these is a `Refused` with a code.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import Any, NoReturn

from rules.expression.json_types import Json
from rules.expression.problem import Refused, refuse

MAX_INTEGER_DIGITS = 30
_MAX_FRACTION = 40
# Possessive, and the closing quote optional: every string is walked once, even one that never ends.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def loads(data: bytes, max_bytes: int, max_depth: int) -> Json:
    """The plain data of a UTF-8 JSON document of at most `max_bytes`, nested at most `max_depth` deep."""
    if len(data) > max_bytes:
        raise refuse("json_too_large", maximum=str(max_bytes))
    text = _decoded(data)
    _refuse_depth(text, max_depth)
    document = _parsed(text)
    if "\\u" in text:  # only an escape can smuggle them in: raw ones are no valid UTF-8 and no valid JSON
        _refuse_unstorable(document)
    return document


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refuse("json_not_utf8", position=str(error.start)) from error


def _refuse_depth(text: str, max_depth: int) -> None:
    # Before parsing: Python's reader recurses.
    if text.count("[") + text.count("{") <= max_depth:
        return
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > max_depth:
            raise refuse("json_too_deep", maximum=str(max_depth))


def _parsed(text: str) -> Json:
    try:
        document: Json = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        raise refuse("json_malformed", line=str(error.lineno), column=str(error.colno)) from error
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _repeated([name for name, _ in pairs])
    return members


def _repeated(names: list[str]) -> Refused:
    name, _ = Counter(names).most_common(1)[0]
    return refuse("json_duplicate_key", key=name[:80])


def _integer(digits: str) -> int:
    if len(digits) > MAX_INTEGER_DIGITS:
        raise refuse("json_number_too_long", maximum=str(MAX_INTEGER_DIGITS))
    return int(digits)


def _fraction(text: str) -> float:
    if len(text) > _MAX_FRACTION:
        raise refuse("json_number_too_long", maximum=str(_MAX_FRACTION))
    number = float(text)
    if not math.isfinite(number):
        raise refuse("json_not_finite", value=text)
    return number


def _constant(name: str) -> NoReturn:
    raise refuse("json_not_finite", value=name)


def _refuse_unstorable(document: Json) -> None:
    pending: list[Any] = [document]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            _refuse_text(value)
        elif isinstance(value, dict):
            pending.extend(value.keys())
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)


def _refuse_text(text: str) -> None:
    if "\x00" in text:
        raise refuse("json_character", character="U+0000")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise refuse("json_character", character=f"U+{ord(text[error.start]):04X}") from error
