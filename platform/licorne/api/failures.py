"""Every error under /api as `{"error": {"code", "message", "problems"}}`, never a page and never a bare text."""

import logging
from collections.abc import Sequence
from typing import Final

from flask import Blueprint, Flask, Response, jsonify, request
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from licorne.api.checking import HeaderMissing
from licorne.errors import Conflict, NotFound, Refused
from rules.expression.problem import Problem

log = logging.getLogger(__name__)

#: Codes by status, for errors that have no code of their own.
CODES: Final = {
    400: "bad_request",
    401: "not_authorised",
    403: "read_only_token",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "not_json",
    422: "refused",
    429: "too_many_requests",
    500: "internal",
    503: "not_available",
}
MESSAGES: Final = {
    "bad_request": "This request cannot be understood.",
    "not_authorised": "Send a valid token: `Authorization: Bearer lic_…`.",
    "read_only_token": "This token may only read. Changing something needs one of the scope `write`.",
    "not_found": "There is no such thing in this organisation.",
    "method_not_allowed": "This address does not take this method.",
    "conflict": "This does not fit the present state; nothing was changed.",
    "too_large": "The body is too large.",
    "not_json": "The body must be JSON: `Content-Type: application/json`.",
    "refused": "This cannot be accepted; `problems` say why. Nothing was changed.",
    "too_many_requests": "Too many requests. Wait a moment, then try again.",
    "internal": "Something went wrong on our side. It has been written down.",
    "not_available": "Not available at the moment. Try again in a few seconds.",
    "header_missing": "A header that this operation needs is missing.",
    "idempotency_key_reused": "This Idempotency-Key was used with another body.",
    "changed_meanwhile": "Somebody else was quicker. Look again, then repeat.",
    "invoice_is_issued": "An issued invoice never changes. Correct it by a credit note.",
    "effect_not_parked": "This effect does not wait for anybody's decision.",
    "effect_cannot_be_told": "This happens in Licorne only, so nobody can say that it has happened: retry or cancel it.",
    "slug_taken": "This slug is taken.",
    "too_busy": "Too many requests for the same thing at once. Try again.",
}
# What is wrong with a text that is no JSON is the request's fault (400); a text that is JSON and says something that
# cannot be stored is content that is refused (422).
_JSON_STATUS: Final = {"json_character": 422, "json_too_large": 413}


def failure(status: int, code: str = "", problems: Sequence[Problem] = ()) -> Response:
    """The answer of an error."""
    code = code or CODES.get(status, "bad_request")
    message = MESSAGES.get(code) or MESSAGES.get(CODES.get(status, "")) or HTTP_STATUS_CODES.get(status, "Error")
    data = {"code": code, "message": message, "problems": [problem.as_json() for problem in problems]}
    answer = jsonify(error=data)
    answer.status_code = status
    return answer


def register(app: Flask, blueprint: Blueprint) -> None:
    """Handlers of the blueprint's errors, and of those that no route of it has caused (unknown address, wrong method)."""
    blueprint.register_error_handler(HTTPException, _http)
    blueprint.register_error_handler(NotFound, lambda error: failure(404))
    blueprint.register_error_handler(Conflict, _conflict)
    blueprint.register_error_handler(Refused, _refused)
    blueprint.register_error_handler(HeaderMissing, _header_missing)
    blueprint.register_error_handler(IntegrityError, _overtaken)
    for away in (OperationalError, PoolExhausted):
        blueprint.register_error_handler(away, _away)
    app.after_request(_unrouted)


def _http(error: HTTPException) -> Response:
    """Keeps what the error's headers say (Allow, Retry-After, WWW-Authenticate)."""
    if error.response is not None:
        return Response(status=error.response.status_code, headers=dict(error.response.headers))
    answer = failure(error.code or 500)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers[name] = value
    return answer


def _conflict(error: Conflict) -> Response:
    return failure(409, error.problem.code, [error.problem])


def _refused(error: Refused) -> Response:
    code = error.problems[0].code
    if not code.startswith("json_"):
        return failure(422, problems=error.problems)
    return failure(_JSON_STATUS.get(code, 400), code, error.problems)


def _header_missing(error: HeaderMissing) -> Response:
    return failure(400, "header_missing", [Problem("header_missing", str(error))])


def _overtaken(error: IntegrityError) -> Response:
    """Two requests made the same thing at once; the database let one through."""
    log.warning("a request was overtaken by another one: %s", error.orig)
    return failure(409, "changed_meanwhile")


def _away(error: SQLAlchemyError) -> Response:
    log.error("the database does not answer: %s", error)
    answer = failure(503)
    answer.headers["Retry-After"] = "5"
    return answer


def _unrouted(response: Response) -> Response:
    if request.path.startswith("/api/") and response.status_code >= 400 and response.mimetype == "text/html":
        response.set_data(failure(response.status_code).get_data())
        response.mimetype = "application/json"
    return response
