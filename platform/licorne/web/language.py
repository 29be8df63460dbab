"""Which language a visitor reads: `?lang`, their cookie, their account, their browser, in this order; else English."""

from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from flask import g, request
from flask_babel import refresh

from licorne.web.identity import member_or_none

LANGUAGES: Final = {"en": "English", "fr": "Français"}
COOKIE: Final = "licorne_language"


def choose() -> str:
    """The language of this request; a page may fix it first by `g.language` (a public form does)."""
    fixed: str | None = g.get("language")
    return fixed or asked() or kept() or _of_account() or preferred(tuple(LANGUAGES)) or "en"


def settle() -> None:
    """Before an error page: a language that Babel does not know, which may be the error, gives way to the visitor's."""
    try:
        Locale.parse(g.get("language", "en"))
    except (UnknownLocaleError, ValueError):
        g.pop("language")
    refresh()


def asked() -> str | None:
    """What the address says (`?lang=fr`), if we speak it."""
    return _known(request.args.get("lang"))


def kept() -> str | None:
    """What this browser chose before."""
    return _known(request.cookies.get(COOKIE))


def preferred(offered: tuple[str, ...]) -> str | None:
    """The best of `offered` for the browser's Accept-Language (RFC 9110, 12.5.4), or None where none fits."""
    return request.accept_languages.best_match(offered)


def chosen(offered: tuple[str, ...], otherwise: str) -> str:
    """`?lang`, then the browser's, of those that are offered."""
    asked_for = request.args.get("lang", "")
    return asked_for if asked_for in offered else preferred(offered) or otherwise


def _of_account() -> str | None:
    member = member_or_none()
    return _known(member.language) if member else None


def _known(language: str | None) -> str | None:
    return language if language in LANGUAGES else None


@lru_cache(maxsize=64)
def own_name(code: str) -> str:
    """A language in its own words: Français."""
    own = Locale.parse(code, sep="-").get_display_name() or code
    return own[:1].upper() + own[1:]
