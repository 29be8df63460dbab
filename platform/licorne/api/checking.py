"""Makes a `Call` of a request, or refuses it: token, path, query, headers and body by what the route declares."""

from collections.abc import Mapping

from flask import Request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized, UnsupportedMediaType

from forms.schema_problems import schema_problems
from forms.strict_json import loads
from licorne.adapters.ids import is_id
from licorne.api.route import JSON, MOST_BYTES, MOST_DEPTH, Body, Call, Parameter, Route
from licorne.errors import NotFound, Refused, refuse
from licorne.services import tokens
from rules.expression.json_types import Json
from rules.expression.problem import Problem


class HeaderMissing(Exception):
    """A header that the route needs is not there."""


def check(route: Route, request: Request, path: Mapping[str, str]) -> Call:
    """The checked request.

    Raises:
        Unauthorized, Forbidden, UnsupportedMediaType, NotFound, Refused, HeaderMissing.
    """
    organisation_id, actor = ("", "") if route.public else _bearer(route, request)
    _check_characters(request)
    if "id" in path and not is_id(path["id"]):
        raise NotFound(path["id"])
    query = _query(route, request)
    headers = _headers(route, request)
    return Call(organisation_id, actor, path, query, headers, _body(route.body, request))


def _bearer(route: Route, request: Request) -> tuple[str, str]:
    given = request.authorization
    token = given.token if given is not None and given.type == "bearer" else None
    found = tokens.find(token) if token else None
    if found is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "licorne"}))
    who = found.organisation_id, f"token:{found.id}"
    may = found.scope == "write" or route.method == "GET"
    tokens.note_use(found)
    if not may:
        raise Forbidden
    return who


def _check_characters(request: Request) -> None:
    """NUL can be stored by neither database, so it can name nothing either."""
    if "\x00" in request.path or any("\x00" in text for pair in request.args.items(multi=True) for text in pair):
        raise refuse("character", "", character="U+0000")


def _query(route: Route, request: Request) -> dict[str, str]:
    known = {parameter.name: parameter for parameter in route.query}
    problems: list[Problem] = []
    for name, values in request.args.lists():
        if name not in known:
            problems.append(Problem("parameter_unknown", name[:80]))
        elif len(values) > 1:
            problems.append(Problem("several_values", name, {"count": str(len(values))}))
        else:
            problems.extend(_judge(known[name], values[0]))
    if problems:
        raise Refused(tuple(problems))
    return dict(request.args.items())


def _headers(route: Route, request: Request) -> dict[str, str]:
    given = {header.name: request.headers.get(header.name) for header in route.headers}
    found = {name: value for name, value in given.items() if value is not None}
    for header in route.headers:
        if header.name not in found and header.required:
            raise HeaderMissing(header.name)
        problems = _judge(header, found[header.name]) if header.name in found else []
        if problems:
            raise Refused(tuple(problems))
    return found


def _judge(parameter: Parameter, text: str) -> list[Problem]:
    value: Json = text
    if parameter.schema["type"] == "integer" and text.isascii() and text.isdigit() and len(text) < 10:
        value = int(text)
    return list(schema_problems(parameter.validator, value, parameter.name))


def _body(body: Body | None, request: Request) -> Json:
    if body is None:
        return None
    data = request.get_data(cache=False)
    if not data and not body.required:
        return {}
    if request.mimetype != JSON:
        raise UnsupportedMediaType
    document = loads(data, MOST_BYTES, MOST_DEPTH)
    problems = tuple(schema_problems(body.validator, document))
    if problems:
        raise Refused(problems)
    return document
