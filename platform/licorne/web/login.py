"""Signing in and out."""

import math

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from licorne.services import sessions, throttle
from licorne.services.throttle import TooManyAttempts
from licorne.web.access import access
from licorne.web.identity import cookie_name, member_or_none
from licorne.web.redirects import local_path
from licorne.web.security_log import security_event
from licorne.web.translate import _, ngettext

blueprint = Blueprint("login", __name__)


@blueprint.get("/login")
@access("public")
def show() -> str | Response:
    """The door; who is signed in already goes on."""
    return redirect(_target()) if member_or_none() else _page("", "")


@blueprint.post("/login")
@access("public")
def sign_in() -> tuple[str, int] | Response:
    """Checks e-mail and password. The answer does not tell which of the two was wrong."""
    email = request.form.get("email", "").replace("\x00", "").strip()
    password, agent = request.form.get("password", ""), request.user_agent.string
    try:
        token = sessions.sign_in(email, password, agent, throttle.network_of(request.remote_addr))
    except TooManyAttempts as error:
        security_event("sign_in_throttled", email)
        minutes = math.ceil(error.seconds / 60)
        return _page(
            ngettext("Too many tries. Wait a minute.", "Too many tries. Wait %(num)s minutes.", minutes), email
        ), 429
    if token is None:
        security_event("sign_in_failed", email)
        return _page(_("E-mail and password do not fit together."), email), 401
    return keep(token, redirect(_target(), 303))


@blueprint.post("/logout")
@access("public")
def sign_out() -> Response:
    """Ends the session on the server, not only in the browser."""
    who = member_or_none()
    if who:
        sessions.sign_out(who.session_id)
    session.clear()
    flash(_("You are signed out."), "ok")
    response = redirect(url_for("login.show"), 303)
    # Browsers ignore a `__Host-` cookie, also one that only deletes, unless it is Secure and for the path /.
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax")
    return response


def keep(token: str, response: Response) -> Response:
    """Puts a new session's token into the browser, and ends the one it had; what the page knew is forgotten."""
    before = member_or_none()
    if before:
        sessions.sign_out(before.session_id)
    session.clear()
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    longest = int(sessions.LONGEST.total_seconds())
    response.set_cookie(cookie_name(), token, max_age=longest, secure=secure, httponly=True, samesite="Lax")
    return response


def _target() -> str:
    wanted = request.form.get("next") if request.method == "POST" else request.args.get("next")
    return local_path(wanted, url_for("inbox.index"))


def _page(problem: str, email: str) -> str:
    wanted = request.form.get("next") or request.args.get("next")
    return render_template("public/login.html", problem=problem, email=email, next=local_path(wanted, ""))
