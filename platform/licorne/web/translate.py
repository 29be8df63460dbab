"""Flask-Babel's gettext with types: it publishes none. Extractors look for these names."""

from flask_babel import gettext as _untyped
from flask_babel import ngettext as _untyped_plural


def _(message: str, /, **values: object) -> str:
    """The message in the reader's language; `%(name)s` is filled from `values`."""
    return str(_untyped(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The same for a number, which is `%(num)s` in the message."""
    return str(_untyped_plural(one, many, num, **values))
