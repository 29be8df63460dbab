"""Headers of every answer: a strict Content-Security-Policy, no sniffing, no caching of what staff sees."""

import re
from functools import cache
from typing import Final

from flask import Flask, Response, request

from licorne.web.embedding import ancestors

_POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
# The staff's page of one mail shows it in a frame of ours; the frame itself may only be framed by us and runs nothing.
_FRAMING_PAGE: Final = {**_POLICY, "frame-src": "'self'"}
_FRAMED_MAIL: Final = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
    "sandbox": "",
}
_FRAMED_DRAFT: Final = {**_POLICY, "frame-ancestors": "'self'"}
_POLICIES: Final = {
    "mails.show": _FRAMING_PAGE,
    "mails.body": _FRAMED_MAIL,
    "form_builder.edit": _FRAMING_PAGE,
    "form_preview.show": _FRAMED_DRAFT,
    "form_preview.send": _FRAMED_DRAFT,
}
_YEAR: Final = 31_536_000
_FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Style sheets of public forms hold nothing of anybody's and say themselves how long they are good.
_PUBLIC_STYLES: Final = frozenset({"public_form.style", "public_theme.style", "form_preview.style", "pictures.show"})
#: Files that the bundler names by their content: fonts, shared chunks.
_HASHED: Final = re.compile(r"-[A-Z0-9]{8}\.\w+$")


def protect(app: Flask, https: bool) -> None:
    """Adds the headers to all answers of `app`; HSTS only where browsers come by TLS."""

    fixed = dict(_FIXED)
    if https:
        fixed["Strict-Transport-Security"] = f"max-age={_YEAR}; includeSubDomains"

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        present = {name.lower() for name, _ in headers}
        headers.extend([(name, value) for name, value in fixed.items() if name.lower() not in present])
        if "content-security-policy" not in present:
            headers.add("Content-Security-Policy", policy_of(request.endpoint, ancestors()))
        _say_how_long_to_keep(response)
        return response


@cache
def policy_of(endpoint: str | None, framed_by: str = "") -> str:
    """The Content-Security-Policy of an endpoint; `framed_by` are the sources that may frame it."""
    directives = _POLICIES.get(endpoint or "", _POLICY)
    if framed_by:
        directives = {**directives, "frame-ancestors": framed_by}
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items())


def _say_how_long_to_keep(response: Response) -> None:
    if request.endpoint in _PUBLIC_STYLES:
        return
    if request.endpoint == "static":
        named = "v" in request.args or _HASHED.search(request.path) is not None
        forever = named and response.status_code == 200
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if forever else "no-cache"
    else:
        # Set, not left as it is: `send_file` says `no-cache`, and a PDF would stay on the disk of a shared machine.
        response.headers["Cache-Control"] = "private, no-store"
