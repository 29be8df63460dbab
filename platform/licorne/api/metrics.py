"""GET /metrics for a Prometheus on the same machine. Each web process tells its own numbers."""

from typing import Final

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

blueprint = Blueprint("metrics", __name__)

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
#: With one of these a proxy on this machine speaks for somebody who may be anywhere.
_FORWARDING: Final = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus text; 404 for whoever is not on this machine."""
    if request.remote_addr not in _LOOPBACK or any(name in request.headers for name in _FORWARDING):
        abort(404)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
