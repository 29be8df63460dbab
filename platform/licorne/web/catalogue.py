"""Translations read from the .po files themselves: no compiled file to forget, in a checkout or in the wheel."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale


class Catalogue(Domain):  # type: ignore[misc]  # Flask-Babel publishes no types
    """Flask-Babel's domain, fed by `translations/<language>/LC_MESSAGES/messages.po`."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the request's language; English is the language of the message ids."""
        locale = get_locale()
        return load(locale.language) if locale is not None else NullTranslations()


@cache
def load(language: str) -> NullTranslations:
    """The parsed catalogue of one language, kept for the life of the process."""
    file = folder() / language / "LC_MESSAGES" / "messages.po"
    if not file.is_file():
        return NullTranslations()
    with file.open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def folder() -> Path:
    """Where the languages lie."""
    return Path(str(files("licorne"))) / "translations"


def use(babel: Babel) -> None:
    """Makes `babel` look its messages up here."""
    # `domain_instance` is a cached property; the cache is the place that Flask-Babel leaves for one's own domain.
    babel.__dict__["domain_instance"] = Catalogue(domain="messages")
