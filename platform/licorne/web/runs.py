"""One run, from its event to what was done: “why did this happen?”"""

from uuid import UUID

from flask import Blueprint, render_template

from licorne.web.access import access
from licorne.web.identity import organisation_id
from licorne.web.run_trace import trace_of

blueprint = Blueprint("runs", __name__)


@blueprint.get("/runs/<uuid:run_id>")
@access("viewer")
def show(run_id: UUID) -> str:
    """The trace of a run."""
    return render_template("app/run.html", trace=trace_of(organisation_id(), str(run_id)))
