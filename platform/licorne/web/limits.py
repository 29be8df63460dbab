"""What no page takes: the character NUL, which no database keeps, and forms of more fields than any form of ours has.

A public form names the answer that holds a NUL and keeps the others in the page, so its answers are left to it.
"""

from collections.abc import Iterator
from typing import Final

from flask import Flask, abort, current_app, request
from werkzeug.datastructures import MultiDict

from licorne.web.access import OWN_TOKEN

_NUL: Final = "\x00"
_URLENCODED: Final = "application/x-www-form-urlencoded"


def check_requests(app: Flask, blueprints: frozenset[str]) -> None:
    """Refuses such requests before anything looks at them. The API judges its bodies itself."""

    @app.before_request
    def check() -> None:
        _refuse_endless_form()
        if request.blueprint is None or request.blueprint in blueprints:
            _refuse_nul()


def _refuse_endless_form() -> None:
    # Werkzeug counts the parts of multipart forms only (MAX_FORM_PARTS); half a megabyte of `&` made a page take seconds.
    if request.mimetype == _URLENCODED and request.get_data().count(b"&") >= int(current_app.config["MAX_FORM_PARTS"]):
        abort(413)


def _refuse_nul() -> None:
    if _NUL in request.path:
        abort(404)
    if b"%00" in request.query_string or b"\0" in request.query_string:
        abort(400)
    if request.method != "GET" and not _judges_its_form() and any(_NUL in text for text in (*_texts(request.form), *_file_names())):
        abort(400)


def _judges_its_form() -> bool:
    return hasattr(current_app.view_functions.get(request.endpoint or ""), OWN_TOKEN)


def _texts(values: MultiDict[str, str]) -> Iterator[str]:
    for name, value in values.items(multi=True):
        yield name
        yield value


def _file_names() -> Iterator[str]:
    for name, file in request.files.items(multi=True):
        yield name
        yield file.filename or ""
