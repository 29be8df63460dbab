"""Who is signed in: read once per request from the session cookie, through the service that keeps the sessions."""

from collections.abc import Callable
from typing import Final, TypeVar

from flask import current_app, g, request

from licorne.services import live, sessions
from licorne.services.sessions import Member

NO_VISIT: Final = "licorne_no_visit"
View = TypeVar("View", bound=Callable[..., object])


def no_visit(view: View) -> View:
    """Declares that pages ask for a view by themselves: it does not keep a session alive that nobody uses."""
    setattr(view, NO_VISIT, True)
    return view


def member() -> Member:
    """The signed-in person and the organisation they work in; only for views that need an account."""
    found = member_or_none()
    if found is None:
        raise LookupError("nobody is signed in")
    return found


def member_or_none() -> Member | None:
    """The same, None for a stranger."""
    if "member" not in g:
        token = request.cookies.get(cookie_name())
        g.member = sessions.find(token, touch=not _is_no_visit()) if token else None
    found: Member | None = g.member
    return found


def _is_no_visit() -> bool:
    return hasattr(current_app.view_functions.get(request.endpoint or ""), NO_VISIT)


def zone_of(who: Member) -> str:
    """The time zone in which the person's organisation counts its days; kept by `live`, so it costs no query here."""
    return live.organisation(who.organisation_id).zone


def organisation_id() -> str:
    """The organisation that this request may see."""
    return member().organisation_id


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host and to TLS; plain http (a developer's machine) cannot set it."""
    secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
    return "__Host-licorne_session" if secure else "licorne_session"
