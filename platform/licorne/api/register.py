"""Puts the REST API, /healthz and /metrics into the app: `app.create_app` calls `register` once."""

from flask import Flask

from licorne.api import failures, health, metrics, routes


def register(app: Flask) -> None:
    """All blueprints of this package. Expects the parts in place."""
    api = routes.blueprint()
    failures.register(app, api)
    for blueprint in (api, health.blueprint, metrics.blueprint):
        app.register_blueprint(blueprint)
