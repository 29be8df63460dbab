"""Texts that a form carries in several languages."""

from __future__ import annotations

from collections.abc import Mapping

# language tag → text, as a definition writes it: {"en": "Name", "fr": "Nom"}
Texts = Mapping[str, str]


def localised(mapping: Texts, language: str, default_language: str) -> str:
    """The text in `language`, else in its base language (`fr` for `fr-CH`), else in the form's own; else empty."""
    for wanted in (language, language.partition("-")[0], default_language):
        text = mapping.get(wanted)
        if text:
            return text
    return ""
