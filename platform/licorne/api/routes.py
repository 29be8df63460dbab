"""The table of all routes and schemas, and the blueprint that is made of it."""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from licorne.api import contacts, effects, forms, invoices, openapi, rules, runs, submissions, tasks
from licorne.api.checking import check
from licorne.api.route import Answer, Call, Route
from licorne.api.schemas import OPEN, Schema, page_of

_MODULES: Final = (forms, submissions, contacts, invoices, tasks, rules, runs, effects)


def _describe(call: Call) -> Answer:
    return Answer(openapi.describe(ROUTES, SCHEMAS, _version()))


def _version() -> str:
    try:
        return version("licorne")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"


ROUTES: Final[tuple[Route, ...]] = (
    *(route for module in _MODULES for route in module.ROUTES),
    Route("GET", "/openapi.json", "describe", "This description", _describe, {200: "Description"}, public=True),
)
_NAMED: Final[dict[str, Schema]] = {name: schema for module in _MODULES for name, schema in module.SCHEMAS.items()}
SCHEMAS: Final[dict[str, Schema]] = {
    **_NAMED,
    **{
        f"{name}Page": page_of(name)
        for name in _NAMED
        if f"{name}Page" in {a for r in ROUTES for a in r.answers.values()}
    },
    "Description": OPEN,
    "File": {"type": "string", "format": "binary"},
}


def blueprint() -> Blueprint:
    """All routes below /api/v1."""
    made = Blueprint("api", __name__, url_prefix=openapi.PREFIX)
    for route in ROUTES:
        made.add_url_rule(route.path, route.name, _view(route), methods=[route.method])
    return made


def _view(route: Route) -> Callable[..., ResponseReturnValue]:
    def view(**path: str) -> ResponseReturnValue:
        answer = route.view(check(route, request, path))
        if isinstance(answer, Answer):
            return jsonify(answer.data), answer.status
        return answer

    return view
