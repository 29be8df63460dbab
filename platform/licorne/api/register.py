"""Puts the REST API, /healthz and /metrics into the app: `app.create_app` calls `register` once."""

from flask import Flask

from licorne.api import health


def register(app: Flask) -> None:
    """All blueprints of this package. Expects the parts in place."""
    app.register_blueprint(health.blueprint)
