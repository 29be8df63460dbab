"""The OpenAPI 3.1 description, made of the table of routes."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from licorne.api.route import JSON, Parameter, Route
from licorne.api.schemas import ERROR, ID, SLUG, Schema, reference

PREFIX: Final = "/api/v1"
_PATH_PARAMETER: Final = re.compile(r"<(\w+)>")
_PATH_SCHEMAS: Final[Mapping[str, Schema]] = {"id": ID, "slug": SLUG}
_INTRODUCTION: Final = (
    "Lists are newest first; pass `next` as `cursor` for the following page. Amounts are strings of major units, instants "
    "ISO 8601 with an offset. Errors carry a code, a sentence and problems; nothing was changed by a request that failed."
)
_AUTHORISED: Final[Schema] = {"bearer": []}


def describe(routes: Iterable[Route], schemas: Mapping[str, Schema], version: str) -> Schema:
    """The whole document."""
    paths: dict[str, Schema] = {}
    for route in routes:
        paths.setdefault(path_of(route), {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Licorne", "version": version, "description": _INTRODUCTION},
        "servers": [{"url": "/"}],
        "security": [_AUTHORISED],
        "paths": {**paths},
        "components": {
            "schemas": {**schemas, "Error": ERROR},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "responses": {"Error": {"description": "Refused; nothing was changed", "content": _content("Error", JSON)}},
        },
    }


def path_of(route: Route) -> str:
    """The path as OpenAPI writes it."""
    return PREFIX + _PATH_PARAMETER.sub(r"{\1}", route.path)


def _operation(route: Route) -> Schema:
    made: Schema = {
        "operationId": route.name,
        "summary": route.summary,
        "tags": [route.path.split("/")[1]],
        "parameters": [
            *_path_parameters(route),
            *_parameters(route.query, "query"),
            *_parameters(route.headers, "header"),
        ],
        "responses": _responses(route),
    }
    if route.public:
        made["security"] = []
    if route.body is not None:
        content: Schema = {JSON: {"schema": route.body.schema}}
        made["requestBody"] = {"required": route.body.required, "content": content}
    return made


def _responses(route: Route) -> Schema:
    fine: Schema = {
        str(status): {"description": route.summary, "content": _content(name, route.media_type)}
        for status, name in route.answers.items()
    }
    return fine | {"default": {"$ref": "#/components/responses/Error"}}


def _content(name: str, media_type: str) -> Schema:
    return {media_type: {"schema": reference(name)}}


def _path_parameters(route: Route) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _PATH_SCHEMAS[name]}
        for name in _PATH_PARAMETER.findall(route.path)
    ]


def _parameters(parameters: Iterable[Parameter], place: str) -> list[Schema]:
    return [
        {
            "name": each.name,
            "in": place,
            "required": each.required,
            "description": each.description,
            "schema": each.schema,
        }
        for each in parameters
    ]
