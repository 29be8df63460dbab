"""GET /healthz: whether this installation serves, part by part. For load balancers, `licorne up` and people."""

import logging
from typing import Final

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from licorne.models import schema
from licorne.models.database import current_session
from licorne.services.liveness import seen_lately
from licorne.services.parts import parts

log = logging.getLogger(__name__)
blueprint = Blueprint("health", __name__)

OK: Final = "ok"
#: Without Redis the sweeper performs: slower, but everything serves.
REDIS_AWAY: Final = "not reachable; the sweeper performs what is due"


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 `ok` or `degraded` once every part serves, 503 with the reason otherwise."""
    found = _parts()
    bad = {name: state for name, state in found.items() if state != OK}
    if bad and set(bad) != {"redis"}:
        reason = "; ".join(f"{name}: {state}" for name, state in bad.items())
        return jsonify(status="unavailable", reason=reason, parts=found), 503
    return jsonify(status="degraded" if bad else OK, parts=found), 200


def _parts() -> dict[str, str]:
    found = {}
    settings = parts().settings
    if settings.redis_url is not None:
        found["redis"] = OK if parts().doorbell.reachable() else REDIS_AWAY
    # Without a bell that rings, or with `LICORNE_WORKERS=0`, the sweeper performs everything.
    worker_needed = found.get("redis") == OK and settings.workers > 0
    try:
        found["database"] = _schema()
        return found | _processes(worker_needed) if found["database"] == OK else found
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return found | {"database": "does not answer"}


def _schema() -> str:
    revision = schema.revision(current_session().connection())
    if revision != schema.head():
        return f"has schema {revision or 'none'}, this code needs {schema.head()}"
    return OK


def _processes(worker_needed: bool) -> dict[str, str]:
    roles = ["worker", "sweeper"] if worker_needed else ["sweeper"]
    return {role: OK if seen_lately(role) else "no sign of life" for role in roles}
