"""The languages that a form may have: those in which numbers, dates and names of countries can be written."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError


@cache
def known_language(code: str) -> bool:
    """Whether Babel has this language, `fr` or `fr-CH`; a page in any other cannot be drawn."""
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
