"""Who may call what. Every view of the web pages declares it; one that does not is refused, and fails a guard test."""

from collections.abc import Callable
from typing import Final, Literal, TypeVar

from flask import Flask, Request, abort, current_app, redirect, request, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from licorne.web.identity import member_or_none

Role = Literal["public", "viewer", "member", "owner"]
View = TypeVar("View", bound=Callable[..., object])

#: Each role may do what the ones before it may.
RANK: Final[dict[str, int]] = {"public": 0, "viewer": 1, "member": 2, "owner": 3}
DECLARED: Final = "licorne_access"
OWN_TOKEN: Final = "licorne_own_token"  # noqa: S105 - the name of an attribute
MANY_FIELDS: Final = "licorne_many_fields"
FILES: Final = "licorne_files"
#: Where customers are: no session is read or written there.
PUBLIC: Final = "/f/"


class StaffSession(SecureCookieSessionInterface):
    """Flask's session for the staff's pages only: a customer's page neither reads the cookie nor can set one."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """None (the session that refuses to be written) on public pages."""
        return None if request.path.startswith(PUBLIC) else super().open_session(app, request)


def access(role: Role) -> Callable[[View], View]:
    """Declares the least role that may call a view; `public` needs no account."""

    def declare(view: View) -> View:
        setattr(view, DECLARED, role)
        return view

    return declare


def declared_access(endpoint: str) -> str | None:
    """What the view of an endpoint declares."""
    found: str | None = getattr(current_app.view_functions.get(endpoint), DECLARED, None)
    return found


def without_session(view: View) -> View:
    """Declares that a view's posts come from strangers with a signed token of their own instead of a session's."""
    setattr(view, OWN_TOKEN, True)
    return view


def takes_answers(view: View) -> View:
    """Declares that a view is posted the answers of a form, which may be as many as any form may ask for."""
    setattr(view, MANY_FIELDS, True)
    return view


def takes_files(view: View) -> View:
    """Declares that a view of staff is posted files too: it may be as large as these, for who may call it at all."""
    setattr(view, FILES, True)
    return view


def guard(app: Flask, blueprints: frozenset[str], csrf: CSRFProtect) -> None:
    """Checks every request to one of `blueprints` before its view runs. Other parts (the API) guard themselves."""
    app.session_interface = StaffSession()

    @app.before_request
    def check() -> Response | None:
        if request.endpoint is None or request.blueprint not in blueprints:
            return None
        refusal = _check(declared_access(request.endpoint))
        if refusal is None and not hasattr(app.view_functions[request.endpoint], OWN_TOKEN):
            csrf.protect()
        return refusal


def may(role: Role) -> bool:
    """Whether the signed-in person has at least this role: pages show only what they may do."""
    member = member_or_none()
    return RANK[member.role if member else "public"] >= RANK[role]


def _check(role: str | None) -> Response | None:
    if role is None:
        raise RuntimeError(f"{request.endpoint} declares no access rule")
    if role == "public":
        return None
    if member_or_none() is None:
        return _ask_to_sign_in()
    if RANK[member_role()] < RANK[role]:
        abort(403)
    return None


def member_role() -> str:
    """The role of the signed-in person."""
    member = member_or_none()
    return member.role if member else "public"


def _ask_to_sign_in() -> Response:
    if request.method != "GET":
        abort(403)
    target = request.full_path.rstrip("?")
    return redirect(url_for("login.show", next=target if target != "/" else None))
