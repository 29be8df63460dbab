"""Forms that each browser may answer once: an id in a signed cookie, of this form alone.

It is given when the page is shown, so that two tabs which send at the same moment are one browser. It holds who means well: another
browser, a private window or cookies that were cleared are another one. Where no cookies are kept, everything is taken.
"""

from typing import Final

from flask import g, request

from licorne.adapters.ids import is_id, new_id
from licorne.services import form_limits
from licorne.services.live import LiveForm
from licorne.web import public_cookies

COOKIE: Final = "licorne_browser"
#: As long as browsers keep a cookie at most.
_SECONDS: Final = 400 * 86_400
#: Behind the id: an answer was accepted. Only then the database is asked whether it still takes a place.
_ANSWERED: Final = "+"
_KEPT: Final = "form_browser"


def has_answered(form: LiveForm, organisation_id: str) -> bool:
    """Whether this browser has answered; gives it its id where it has none."""
    if not _is_asked(form):
        return False
    value = _value(form)
    if not value:
        _keep(form, new_id())
        return False
    return value.endswith(_ANSWERED) and form_limits.has_answered(organisation_id, form.id, _id(value))


def sender(form: LiveForm) -> str | None:
    """The id of the browser that sends this post, a new one where it bears none; None where the form does not ask."""
    if not _is_asked(form):
        return None
    found: str = g.setdefault(_KEPT, _id(_value(form)) or new_id())
    return found


def remember(form: LiveForm) -> None:
    """Tells the browser that its answer was accepted."""
    browser = sender(form)
    if browser:
        _keep(form, browser + _ANSWERED)


def _is_asked(form: LiveForm) -> bool:
    return form.definition.limits.get("once_per") == "browser"


def _value(form: LiveForm) -> str:
    value = public_cookies.unsigned(_purpose(form), request.cookies.get(COOKIE, ""))
    return value if is_id(_id(value)) else ""


def _id(value: str) -> str:
    return value.removesuffix(_ANSWERED)


def _keep(form: LiveForm, value: str) -> None:
    public_cookies.keep(COOKIE, public_cookies.signed(_purpose(form), value), f"/f/{form.slug}", _SECONDS)


def _purpose(form: LiveForm) -> str:
    return f"form-browser:{form.id}"
