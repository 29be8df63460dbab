"""The customer's link to a submission, in the hands of staff: taken back, or made anew to be passed on."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from licorne.services import customer_links
from licorne.web.access import access
from licorne.web.identity import member, organisation_id
from licorne.web.submissions import url_of
from licorne.web.translate import _

blueprint = Blueprint("submission_links", __name__)


@blueprint.post("/submissions/<uuid:submission_id>/link/revoke")
@access("member")
def revoke(submission_id: UUID) -> Response:
    """From now on the link says that it was taken back."""
    customer_links.revoke(organisation_id(), str(submission_id), member().actor)
    flash(_("The customer’s link is taken back."), "ok")
    return redirect(url_of(str(submission_id)))


@blueprint.post("/submissions/<uuid:submission_id>/link/renew")
@access("member")
def renew(submission_id: UUID) -> str:
    """Shows the new link, once: what it opens is for the customer to change."""
    url = customer_links.renew(organisation_id(), str(submission_id), member().actor)
    return render_template("app/submission_link.html", url=url, back_url=url_of(str(submission_id)))
