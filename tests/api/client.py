"""A client of the API that checks every answer against the OpenAPI description, and the data that tests begin with."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from licorne import data_folder
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.adapters.pdf.renderer import Renderer
from licorne.api import openapi
from licorne.api.routes import ROUTES, SCHEMAS
from licorne.app import create_app
from licorne.config import Settings
from licorne.models.database import db, transaction
from licorne.models.organisation import Organisation
from licorne.services import live, tokens
from licorne.services.executor import drain

DESCRIPTION: dict[str, Any] = openapi.describe(ROUTES, SCHEMAS, "0")
ANSWERS: dict[str, Any] = {
    "name": "Ada Martin",
    "email": "ada@example.com",
    "service": "website",
    "pages": "4",
    "rush": True,
    "consent": True,
}


@contextmanager
def opened(settings: Settings, renderer: Renderer) -> Iterator[Flask]:
    """An app on a seeded database, drawing with a renderer that all tests share; closed at the end."""
    data_folder.make(settings)
    app = create_app(settings)
    app.extensions["licorne"] = replace(app.extensions["licorne"], renderer=renderer)
    try:
        yield app
    finally:
        app.extensions["licorne"].mailer.close()
        # Copies of one seed have the same ids: what this process remembers of one must not be believed of the next.
        for remembered in (live._organisations, live._forms):
            remembered.clear()
        with app.app_context():
            db.engine.dispose()


def make_organisation(app: Flask, slug: str) -> None:
    """Another organisation, which has nothing."""
    row = Organisation(id=new_id(), slug=slug, name=slug, country="FR", currency="EUR", time_zone="Europe/Paris",
                       language="en", legal={}, number_pattern="F-{YYYY}-{NNNN}", stamp=1, created_at=clock.now())  # fmt: skip
    with app.app_context(), transaction() as session:
        session.add(row)


def schema_for(method: str, path: str, status: int) -> dict[str, Any]:
    """What the description says of an answer. Fails for an operation that it does not know."""
    for pattern, operations in DESCRIPTION["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path) and method.lower() in operations:
            responses = operations[method.lower()]["responses"]
            found = responses.get(str(status)) or DESCRIPTION["components"]["responses"]["Error"]
            (content,) = found["content"].values()
            schema: dict[str, Any] = content["schema"]
            return schema
    return DESCRIPTION["components"]["schemas"]["Error"]  # type: ignore[no-any-return]  # plain data


def check(method: str, path: str, answer: TestResponse) -> None:
    """Fails where the answer is not as described, or is the server's own failure."""
    assert answer.status_code < 500, answer.text
    if answer.mimetype == "application/pdf":
        return
    assert answer.mimetype == "application/json", answer.text
    schema = schema_for(method, path, answer.status_code) | {"components": DESCRIPTION["components"]}
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(answer.json)]
    assert not errors, errors


class ApiClient:
    """Calls below /api/v1 with the token of one organisation (None: without one)."""

    def __init__(self, app: Flask, slug: str | None, scope: str = "write") -> None:
        self.app = app
        self.token = None
        if slug is not None:
            with app.app_context():
                self.token = tokens.create(slug, "test", scope=scope)

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request, its answer checked."""
        headers = dict(options.pop("headers", {}))
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        answer = self.app.test_client().open("/api/v1" + path, method=method, headers=headers, **options)
        check(method, ("/api/v1" + path).partition("?")[0], answer)
        return answer

    def get(self, path: str) -> Any:
        """The JSON of a 200."""
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json

    def submit(self, key: str, answers: Any = None, form: str = "project-request") -> TestResponse:
        """Post answers under an idempotency key."""
        body = {"answers": ANSWERS if answers is None else answers}
        return self.call("POST", f"/forms/{form}/submissions", json=body, headers={"Idempotency-Key": key})

    def perform(self) -> None:
        """What workers would do."""
        with self.app.app_context():
            drain("licorne", "test", seconds=30)
