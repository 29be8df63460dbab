"""What every process would otherwise read for itself at its first use: read before the fork, it is shared by all."""

from datetime import date
from decimal import Decimal
from typing import Final

from babel.dates import format_date
from babel.numbers import format_currency
from flask import Flask
from sqlalchemy.orm import configure_mappers

_LANGUAGES: Final = ("en", "fr")
#: Two megabytes of code that each web process compiles otherwise.
_TEMPLATES: Final = ("public/form.html", "public/thanks.html")
_DAY: Final = date(2000, 1, 1)


def warm(app: Flask) -> None:
    """Reads locales, mapped classes and the templates of customers' pages; neither a thread nor a connection comes of it."""
    configure_mappers()
    for language in _LANGUAGES:
        format_date(_DAY, locale=language)
        format_currency(Decimal(1), "EUR", locale=language)
    for name in _TEMPLATES:
        app.jinja_env.get_template(name)
