"""Pictures of forms: uploaded by who builds, served to who fills in."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response

from licorne.errors import Refused
from licorne.services import pictures
from licorne.web.access import access, without_session
from licorne.web.builder_answers import answer, file_of, sentences
from licorne.web.identity import member, organisation_id
from licorne.web.picture_urls import picture_url

blueprint = Blueprint("pictures", __name__)
_YEAR: Final = 31_536_000
#: A picture alone is no page: nothing in it may load or run.
_POLICY: Final = "default-src 'none'; sandbox"


@blueprint.post("/forms/pictures")
@access("member")
def keep() -> Response:
    """Keeps the posted `file`; its id and address."""
    try:
        picture_id = pictures.keep(organisation_id(), file_of(pictures.MAX_BYTES), member().actor)
    except Refused as refused:
        return answer({"problems": sentences(refused)}, 422)
    return answer({"id": picture_id, "url": picture_url(picture_id)})


@blueprint.get("/f/-/<uuid:picture_id>")
@access("public")
@without_session
def show(picture_id: UUID) -> Response:
    """The picture; it never changes, so browsers keep it for a year."""
    picture = pictures.load(str(picture_id))
    kept = {"Cache-Control": f"public, max-age={_YEAR}, immutable", "Content-Security-Policy": _POLICY}
    return Response(picture.content, mimetype=picture.media_type, headers=kept)
