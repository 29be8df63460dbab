"""How a value is read as a text, a list or a truth, and how it goes back to JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rules.expression.json_types import Json, Value
from rules.expression.numbers import number_text


def as_text(value: Value) -> str | None:
    """A text as it is, a number or date in its one written form; booleans, lists and objects are no text."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18 else None


def as_items(value: Value) -> list[Json] | None:
    """A list as it is; a single value is no list of one."""
    return value if isinstance(value, list) else None


def as_texts(value: Value) -> frozenset[str] | None:
    """The texts of a list as a set; elements that are no text do not count."""
    if not isinstance(value, list):
        return None
    return frozenset(text for text in map(as_text, value) if text is not None)


def as_boolean(value: Value) -> bool | None:
    """True and False only: the texts "true" and "1" are texts."""
    return value if isinstance(value, bool) else None


def is_blank(value: Value) -> bool:
    """Whether there is nothing: no value, an empty text, an empty list or object. Zero and False are something."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def to_json(value: Value) -> Json:
    """Numbers and dates become their texts; JSON data stays the same object."""
    if isinstance(value, Decimal):
        return number_text(value)
    return value.isoformat() if isinstance(value, date) else value


def clone(value: Json) -> Json:
    """A copy whose lists and objects are new, so that a receiver may change it."""
    if isinstance(value, dict):
        return {key: clone(child) for key, child in value.items()}
    return [clone(child) for child in value] if isinstance(value, list) else value
