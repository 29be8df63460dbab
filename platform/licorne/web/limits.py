"""What no page takes: the character NUL, which no database keeps, and more fields than the page asks for.

A public form names the answer that holds a NUL and keeps the others in the page, so its answers are left to it.
"""

from collections.abc import Iterator
from typing import Final

from flask import Flask, abort, current_app, request
from werkzeug.datastructures import MultiDict

from forms.definition import MOST_POSTED
from licorne.services.uploads import MOST_BYTES
from licorne.web.access import FILES, MANY_FIELDS, OWN_TOKEN, RANK, declared_access, member_role

_NUL: Final = "\x00"
#: Bytes beyond what files may have, so that one that is somewhat too large can be named beside its question.
SLACK: Final = 32 * 2**20
_URLENCODED: Final = "application/x-www-form-urlencoded"


def check_requests(app: Flask, blueprints: frozenset[str]) -> None:
    """Refuses such requests before anything looks at them. The API judges its bodies itself."""

    @app.before_request
    def check() -> None:
        _let_files_in()
        _refuse_endless_form()
        if request.blueprint is None or request.blueprint in blueprints:
            _refuse_nul()


def _let_files_in() -> None:
    """Before anything reads the post; who is asked is the session, so strangers get nothing larger in."""
    in_parts = request.mimetype == "multipart/form-data"
    if (
        in_parts
        and _declares(FILES)
        and RANK[member_role()] >= RANK[declared_access(request.endpoint or "") or "owner"]
    ):
        request.max_content_length = MOST_BYTES + SLACK


def _refuse_endless_form() -> None:
    """What takes answers of a form takes as many as a form may ask for (`forms.definition`), everything else far fewer."""
    if _declares(MANY_FIELDS):
        request.max_form_parts = MOST_POSTED
    # Werkzeug counts the parts of multipart forms only; half a megabyte of `&` made a page take seconds.
    if request.mimetype == _URLENCODED and request.get_data().count(b"&") >= (request.max_form_parts or 0):
        abort(413)


def _refuse_nul() -> None:
    if _NUL in request.path:
        abort(404)
    if b"%00" in request.query_string or b"\0" in request.query_string:
        abort(400)
    if (
        request.method != "GET"
        and not _declares(OWN_TOKEN)
        and any(_NUL in text for text in (*_texts(request.form), *_file_names()))
    ):
        abort(400)


def _declares(what: str) -> bool:
    return hasattr(current_app.view_functions.get(request.endpoint or ""), what)


def _texts(values: MultiDict[str, str]) -> Iterator[str]:
    for name, value in values.items(multi=True):
        yield name
        yield value


def _file_names() -> Iterator[str]:
    for name, file in request.files.items(multi=True):
        yield name
        yield file.filename or ""
