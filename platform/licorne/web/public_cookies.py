"""Cookies of public pages: of one form each, signed, and never needed for anything but what the form's author asked to be held."""

from typing import Final

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, Signer

from licorne.services.parts import parts
from licorne.web import embedding

#: What is longer was not made here.
_LONGEST: Final = 200


def signed(purpose: str, value: str) -> str:
    """The value with our signature for one purpose; it cannot be taken over to another form, whose purpose is another one."""
    return _signer(purpose).sign(value).decode("ascii")


def unsigned(purpose: str, text: str) -> str:
    """The value that was signed for this purpose; empty where it was not. Compares in constant time."""
    if not text.isascii() or len(text) > _LONGEST:
        return ""
    try:
        return _signer(purpose).unsign(text).decode("ascii")
    except BadSignature:
        return ""


def keep(name: str, value: str, path: str, seconds: int) -> None:
    """Has this request's answer set a cookie for the pages of one form.

    In a frame of another site it needs `SameSite=None`, which browsers take with TLS only, and is kept apart for that site.
    """
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    framed = secure and embedding.wanted()

    @after_this_request
    def add(response: Response) -> Response:
        response.set_cookie(
            name, value, max_age=seconds, path=f"{request.root_path}{path}", secure=secure, httponly=True,
            samesite="None" if framed else "Lax", partitioned=framed,
        )  # fmt: skip
        return response


def _signer(purpose: str) -> Signer:
    return Signer(parts().secret, salt=purpose, key_derivation="hmac")
