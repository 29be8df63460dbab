"""Theme, language and single-letter keys: kept in cookies, so they hold on every page and before signing in."""

from typing import Final

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from licorne.services import accounts
from licorne.services.parts import parts
from licorne.web import language
from licorne.web.access import access
from licorne.web.identity import member_or_none
from licorne.web.redirects import local_path

blueprint = Blueprint("preferences", __name__)

THEME: Final = "licorne_theme"
KEYS: Final = "licorne_keys"
_YEAR: Final = 31_536_000


@blueprint.post("/preferences/theme")
@access("public")
def set_theme() -> Response:
    """Light, dark, or (empty) what the system says."""
    chosen = request.form.get("theme", "")
    return _keep(THEME, chosen if chosen in {"light", "dark"} else "")


@blueprint.post("/preferences/language")
@access("public")
def set_language() -> Response:
    """The language of the pages and of mails to oneself; documents have their client's."""
    chosen = request.form.get("language", "")
    who = member_or_none()
    if who and chosen in language.LANGUAGES:
        accounts.set_language(who, chosen)
    return _keep(language.COOKIE, chosen if chosen in language.LANGUAGES else "")


@blueprint.post("/preferences/keys")
@access("public")
def set_keys() -> Response:
    """Turns single-letter keys off and on (WCAG 2.1.4)."""
    return _keep(KEYS, "off" if request.form.get("keys") == "off" else "")


def theme() -> str:
    """`light`, `dark`, or empty for the system's."""
    chosen = request.cookies.get(THEME, "")
    return chosen if chosen in {"light", "dark"} else ""


def keys_on() -> bool:
    """Whether single letters do something."""
    return request.cookies.get(KEYS) != "off"


def _keep(name: str, value: str) -> Response:
    response = redirect(_back())
    if value:
        secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
        response.set_cookie(name, value, max_age=_YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(name)
    return response


def _back() -> str:
    """The page that the person was on: its path only, and only on this host, by whichever of its names."""
    origins = (_origin(parts().settings.base_url), _origin(request.host_url))
    referrer = request.referrer or ""
    path = next((referrer.removeprefix(each) for each in origins if referrer.startswith(f"{each}/")), "")
    return local_path(path, url_for("account.menu" if member_or_none() else "login.show"))


def _origin(address: str) -> str:
    return "/".join(address.split("/", 3)[:3])
