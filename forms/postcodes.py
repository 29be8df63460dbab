"""What postal codes look like, by country (Universal Postal Union addressing guides)."""

from __future__ import annotations

import re

# Country → shape, and how the canonical text is put together from the groups.
_SHAPES = {
    "FR": (r"([0-9]{5})", "{0}"),
    "CH": (r"(?:CH-?)?([1-9][0-9]{3})", "{0}"),
    "LI": (r"(?:FL-?|LI-?)?(94[89][0-9])", "{0}"),
    "DE": (r"(?:D-?|DE-?)?([0-9]{5})", "{0}"),
    "BE": (r"(?:B-?|BE-?)?([1-9][0-9]{3})", "{0}"),
    "LU": (r"(?:L-?|LU-?)?([1-9][0-9]{3})", "{0}"),
    "AT": (r"(?:A-?|AT-?)?([1-9][0-9]{3})", "{0}"),
    "IT": (r"(?:I-?|IT-?)?([0-9]{5})", "{0}"),
    "ES": (r"((?:0[1-9]|[1-4][0-9]|5[0-2])[0-9]{3})", "{0}"),
    "PT": (r"([1-9][0-9]{3})-?([0-9]{3})", "{0}-{1}"),
    "NL": (r"(?:NL-?)?([1-9][0-9]{3})([A-Z]{2})", "{0} {1}"),
    "GB": (r"(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})", "{0} {1}"),
    "MC": (r"(980[0-9]{2})", "{0}"),
    "DK": (r"(?:DK-?)?([0-9]{4})", "{0}"),
    "SE": (r"(?:SE?-?)?([1-9][0-9]{2})([0-9]{2})", "{0} {1}"),
    "PL": (r"([0-9]{2})-?([0-9]{3})", "{0}-{1}"),
    "US": (r"([0-9]{5}(?:-[0-9]{4})?)", "{0}"),
}
_COMPILED = {country: (re.compile(shape), form) for country, (shape, form) in _SHAPES.items()}
_ANY = re.compile(r"[A-Z0-9](?:[A-Z0-9 -]{0,10}[A-Z0-9])?")
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
# Countries without postal codes, or where many addresses have none.
WITHOUT = frozenset({"IE", "AE", "HK", "AO", "BS", "BZ", "CI", "GH", "GY", "JM", "KE", "QA", "UG", "ZW"})
KNOWN = tuple(_SHAPES)


def canonical_postcode(text: str, country: str) -> str | None:
    """The code as it is written on an envelope, without the country's letter; None for one that cannot be."""
    upper = text.upper()
    if not upper.isascii() or len(upper) > 16:
        return None
    known = _COMPILED.get(country)
    if known is None:
        squeezed = _BLANKS.sub(" ", upper).strip()
        return squeezed if _ANY.fullmatch(squeezed) else None
    match = known[0].fullmatch(_BLANKS.sub("", upper))
    return known[1].format(*match.groups()) if match else None
